using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Versioning;
using DeepML.Networks;
using TorchSharp;

namespace DeepML.Networks.Tests.Native;

[TestClass]
public sealed class NativeGroundTests
{
    [TestMethod]
    public void The_version_asked_for_is_the_one_that_TorchSharp_was_built_for() =>
        StringAssert.StartsWith(torch.__version__, NativeFolders.LibTorchVersion);

    [TestMethod]
    [DataRow("linux-x64", "libtorch-cpu-linux-x64 2.10.0", "TorchSharp-cuda-linux 0.107.0", false)]
    [DataRow("win-x64", "libtorch-cpu-win-x64 2.10.0", "TorchSharp-cuda-windows 0.107.0", true)]
    [DataRow("win-arm64", "libtorch-cpu-win-arm64 2.10.0", "", true)]
    [DataRow("osx-arm64", "libtorch-cpu-osx-arm64 2.10.0", "", false)]
    public void The_error_names_the_package_of_the_system(string system, string package, string gpu, bool namesVisualC)
    {
        var message = MissingTorch.Message(system, "0.107.0", "2.10.0");
        StringAssert.Contains(message, package);
        StringAssert.Contains(message, gpu);
        Assert.AreEqual(gpu.Length > 0, message.Contains("cuda"), message);
        Assert.AreEqual(namesVisualC, message.Contains("Visual C++"), message);
    }

    [TestMethod]
    public void A_system_without_a_package_is_told_so() =>
        StringAssert.Contains(MissingTorch.Message("linux-arm64", "0.107.0", "2.10.0"), "no package of libtorch 2.10.0 for linux-arm64");

    [TestMethod]
    [DataRow("MALLOC_ARENA_MAX", "1", true)]
    [DataRow("MALLOC_TRIM_THRESHOLD_", "131072", true)]
    [DataRow("GLIBC_TUNABLES", "glibc.malloc.mmap_threshold=65536", true)]
    [DataRow("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX2", false)]
    [DataRow("PATH", "/bin", false)]
    public void An_allocator_that_the_user_has_set_is_known(string name, string value, bool isSet) =>
        Assert.AreEqual(isSet, GlibcHeap.IsSetBy(new Hashtable { [name] = value }));

    [TestMethod]
    public void The_cache_of_packages_around_an_assembly_is_found_only_where_it_is_one()
    {
        var packages = Path.Combine(Path.GetTempPath(), "packages");
        Assert.AreEqual(packages, NativeFolders.PackagesAround(Path.Combine(packages, "torchsharp", "0.107.0", "lib", "net8.0")));
        Assert.IsNull(NativeFolders.PackagesAround(Path.Combine(packages, "bin", "Release", "net10.0")));
        Assert.IsNull(NativeFolders.PackagesAround(Path.GetPathRoot(packages)));
        Assert.IsNull(NativeFolders.PackagesAround(null));
    }

    [TestMethod]
    public void Every_assembly_that_can_touch_torch_prepares_the_ground_when_it_is_first_used()
    {
        const BindingFlags Statics = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;
        (string, string)[] starts =
            [("DeepML.Networks", "NativeGround"), ("DeepML.Transforms", "NetworkTransformer"), ("DeepML.Estimators", "ModuleStart")];
        foreach (var (assembly, type) in starts)
        {
            var initializers = Assembly.Load(assembly).GetTypes().SelectMany(t => t.GetMethods(Statics))
                .Where(method => method.GetCustomAttribute<ModuleInitializerAttribute>() is not null);
            CollectionAssert.Contains(initializers.Select(method => method.DeclaringType!.Name).ToArray(), type);
        }
    }

    [TestMethod]
    [SupportedOSPlatform("linux")]
    public void The_copy_lies_in_the_cache_folder_of_the_user()
    {
        Assert.AreEqual("/c/deepml/native", Folder(new() { ["XDG_CACHE_HOME"] = "/c", ["HOME"] = "/h" }));
        var relative = Folder(new() { ["XDG_CACHE_HOME"] = "relative", ["HOME"] = "/h" });
        Assert.AreEqual("/h/.cache/deepml/native", relative, "the specification asks to ignore relative ones");
        Assert.IsNull(Folder(new() { ["HOME"] = "" }));
        Assert.IsNull(Folder([]));

        static string? Folder(Dictionary<string, string> variables) => WeakenedCopy.CacheFolder(name => variables.GetValueOrDefault(name));
    }

    [TestMethod]
    [SupportedOSPlatform("linux")]
    public void A_damaged_copy_in_the_cache_is_written_again_and_a_good_one_is_not()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Inconclusive("Copies are made on Linux only.");
        using var home = new TemporaryFolder();
        var folder = Path.Combine(home.Path, "native");
        byte[] library = [1, 2, 3];
        var copy = WeakenedCopy.TryWrite(folder, library)!;
        var written = File.GetLastWriteTimeUtc(copy);
        Assert.AreEqual(copy, WeakenedCopy.TryWrite(folder, library));
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(copy));

        File.WriteAllBytes(copy, [1, 2]);
        Assert.AreEqual(copy, WeakenedCopy.TryWrite(folder, library));
        CollectionAssert.AreEqual(library, File.ReadAllBytes(copy));
        Assert.HasCount(1, Directory.GetFiles(folder), "no unfinished file is left");
        Assert.IsNull(WeakenedCopy.TryWrite("/dev/null/native", library), "nothing can be written there");
    }
}
