namespace DeepML.Audio.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("audio").FullName;

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Path, name), bytes);
        return name;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
