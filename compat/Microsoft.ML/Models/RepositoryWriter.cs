using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// Writes a model's zip file entry by entry. An entry is staged in a temporary file, since its header is written last.
internal sealed class RepositoryWriter : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly string _stagingFolder;
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    private RepositoryWriter(Stream stream, IHostEnvironment env)
    {
        Env = env;
        _archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        var parent = (env as IHostEnvironmentInternal)?.TempFilePath;
        _stagingFolder = Path.Combine(string.IsNullOrEmpty(parent) ? Path.GetTempPath() : parent, "ml_" + Path.GetRandomFileName());
        Directory.CreateDirectory(_stagingFolder);
    }

    public IHostEnvironment Env { get; }

    public static RepositoryWriter CreateNew(Stream stream, IHostEnvironment env)
    {
        env.CheckValue(stream, nameof(stream));
        var writer = new RepositoryWriter(stream, env);
        using (var version = writer.CreateEntry("TrainingInfo", "Version.txt"))
        using (var text = new StreamWriter(version, leaveOpen: true))
            text.WriteLine(ProductVersion);
        return writer;
    }

    private static string ProductVersion => "5.0.0";

    /// A seekable stream; what it holds when disposed becomes the entry.
    public Stream CreateEntry(string directory, string name)
    {
        var path = Join(directory, name);
        Env.Check(_names.Add(path), $"The model repository has an entry '{path}' already");
        return new StagedEntry(this, path, Path.Combine(_stagingFolder, _names.Count.ToString("000000", System.Globalization.CultureInfo.InvariantCulture)));
    }

    public static string Join(string directory, string name) => string.IsNullOrEmpty(directory) ? name : directory + "/" + name;

    public void Dispose()
    {
        _archive.Dispose();
        if (Directory.Exists(_stagingFolder))
            Directory.Delete(_stagingFolder, recursive: true);
    }

    private sealed class StagedEntry : FileStream
    {
        private readonly RepositoryWriter _owner;
        private readonly string _path;
        private bool _stored;

        public StagedEntry(RepositoryWriter owner, string path, string file)
            : base(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose)
        {
            _owner = owner;
            _path = path;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_stored)
            {
                _stored = true;
                Position = 0;
                using var entry = _owner._archive.CreateEntry(_path, CompressionLevel.Fastest).Open();
                CopyTo(entry);
            }
            base.Dispose(disposing);
        }
    }
}
