namespace Microsoft.ML.Data;

public sealed class MultiFileSource : IMultiStreamSource
{
    private readonly string[] _paths;

    public MultiFileSource(params string[] paths)
        => _paths = paths is null ? [] : [.. paths.SelectMany(FilePathPattern.Expand)];

    public int Count => _paths.Length;

    public string GetPathOrNull(int index)
    {
        if (index < 0 || index >= _paths.Length)
            throw new ArgumentOutOfRangeException(nameof(index), $"The index is {index}; the source has {_paths.Length} files.");
        return _paths[index];
    }

    public Stream Open(int index)
    {
        var path = GetPathOrNull(index);
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Error opening file '{path}': {e.Message}", e);
        }
    }

    public TextReader OpenTextReader(int index) => new StreamReader(Open(index));
}
