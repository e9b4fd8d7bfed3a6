//! A folder of files for one test, removed at its end.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// A folder of its own for every test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A folder with these files: path below it, and contents.
    pub(crate) fn with(files: &[(&str, &[u8])]) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{}-{number}", std::process::id()));
        let folder = Self(path);
        fs::create_dir_all(&folder.0).expect("the temporary folder is writable");
        for (name, contents) in files {
            let path = folder.0.join(name);
            fs::create_dir_all(path.parent().expect("it has a parent")).expect("the temporary folder is writable");
            fs::write(path, contents).expect("the temporary folder is writable");
        }
        folder
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left over lies below the build's own folder.
        _ = fs::remove_dir_all(&self.0);
    }
}
