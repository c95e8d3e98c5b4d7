namespace DeepML.Networks.Tests.Native;

/// <summary>A folder that goes with its test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("deepml-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
