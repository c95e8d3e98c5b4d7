using DeepML.Networks.Tests.Native;

namespace DeepML.Networks.Tests.TorchSharpTraps;

/// <summary>docs/torchsharp-notes.md, "A folder cpu beside the program".</summary>
[TestClass]
public sealed class FailedLoadTests
{
    [TestMethod]
    public void TorchSharp_alone_copies_natives_from_the_cache_of_packages_when_its_library_does_not_load()
    {
        using var folder = new TemporaryFolder();
        var output = UserProgram.Shared.CopyWithoutTorch(Path.Combine(folder.Path, "program"));
        // A cache of packages with a libtorch that is none: copying it is quick.
        var packages = Path.Combine(folder.Path, "packages");
        Write(Path.Combine(packages, "torchsharp", NativeFolders.TorchSharpVersion), "libLibTorchSharp.so");
        Write(Path.Combine(packages, "libtorch-cpu-linux-x64", NativeFolders.LibTorchVersion), "libtorch_cpu.so");
        var environment = UserProgram.Environment(folder.Path);
        environment["NUGET_PACKAGES"] = packages;

        var ran = UserProgram.Start(output, environment, "bare");
        Assert.AreEqual(3, ran.Code, ran.Output);
        StringAssert.Contains(ran.Output, "TypeInitializationException");
        Assert.IsTrue(File.Exists(Path.Combine(output, "cpu", "libtorch_cpu.so")), ran.Output);
    }

    private static void Write(string package, string file)
    {
        var natives = Path.Combine(package, "runtimes", "linux-x64", "native");
        Directory.CreateDirectory(natives);
        File.WriteAllText(Path.Combine(natives, file), "no library");
    }
}
