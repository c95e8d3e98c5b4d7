using System.Runtime.InteropServices;

namespace DeepML.Distributed.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("deepml-").FullName;

    /// <summary>The weights that a rank has written.</summary>
    public float[] Weights(string family, int rank) =>
        MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(System.IO.Path.Combine(Path, $"{family}-{rank}.bin"))).ToArray();

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
