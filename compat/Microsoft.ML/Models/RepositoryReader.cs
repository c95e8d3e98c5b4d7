using System.IO.Compression;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// Reads the entries of a model's zip file.
internal sealed class RepositoryReader : IDisposable
{
    private const int LargestInMemory = 1 << 24;

    private readonly IHostEnvironment _env;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.OrdinalIgnoreCase);

    private RepositoryReader(IHostEnvironment env, ZipArchive archive)
    {
        _env = env;
        _archive = archive;
        foreach (var entry in archive.Entries)
            _entries.TryAdd(entry.FullName.Replace('\\', '/'), entry);
    }

    public static RepositoryReader Open(Stream stream, IHostEnvironment env)
    {
        env.CheckValue(stream, nameof(stream));
        try
        {
            return new RepositoryReader(env, new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true));
        }
        catch (InvalidDataException e)
        {
            throw env.ExceptDecode(e, "The model file is not a zip archive, or it is damaged");
        }
    }

    /// A seekable stream over the entry, or null when there is none.
    public Stream OpenEntryOrNull(string directory, string name)
    {
        var path = RepositoryWriter.Join(directory, name).Replace('\\', '/');
        if (!_entries.TryGetValue(path, out var entry))
            return null;
        try
        {
            using var packed = entry.Open();
            Stream content = entry.Length <= LargestInMemory ? new MemoryStream((int)entry.Length) : Staged();
            packed.CopyTo(content);
            _env.CheckDecode(content.Length == entry.Length, $"Entry '{path}' of the model has {content.Length} bytes, but {entry.Length} were declared");
            content.Position = 0;
            return content;
        }
        catch (InvalidDataException e)
        {
            throw _env.ExceptDecode(e, $"Entry '{path}' of the model is damaged");
        }
    }

    public void Dispose() => _archive.Dispose();

    private FileStream Staged()
    {
        var parent = (_env as IHostEnvironmentInternal)?.TempFilePath;
        var file = Path.Combine(string.IsNullOrEmpty(parent) ? Path.GetTempPath() : parent, "ml_" + Path.GetRandomFileName());
        return new FileStream(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
    }
}
