using System.Runtime.CompilerServices;
using DeepML.Samples;
using Microsoft.ML;

namespace DeepML.OwnModules.Tests;

/// <summary>Adding an architecture from outside edits no file of the library.</summary>
[TestClass]
public sealed class FrameTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void No_file_of_the_library_knows_the_module_that_is_trained_and_saved_here()
    {
        string[] marks = [nameof(KolmogorovArnold), "kolmogorov-arnold", typeof(FrameTests).Assembly.GetName().Name!];
        var files = Directory.EnumerateFiles(Path.Combine(Repository, "src"), "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".csproj" or ".props" or ".targets"
                && !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")).ToArray();
        Assert.IsGreaterThan(100, files.Length, "the library's files are found");
        var edited = files.Where(
            file => File.ReadAllText(file) is var text && marks.Any(mark => text.Contains(mark, StringComparison.Ordinal))).ToArray();
        TestContext.WriteLine($"frame.newfiles {edited.Length}");
        Assert.IsEmpty(edited);
    }

    [TestMethod]
    public void The_assembly_of_the_module_sees_the_public_surface_only()
    {
        var own = typeof(KolmogorovArnold).Assembly.GetName().Name!;
        foreach (var assembly in new[] { typeof(Activation), typeof(NetworkTransformer), typeof(TrainingOptions),
            typeof(DeepLearningCatalog) }.Select(type => type.Assembly).Distinct())
            Assert.DoesNotContain(
                own, assembly.GetCustomAttributes(typeof(InternalsVisibleToAttribute), false)
                    .Cast<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName));
    }

    [TestMethod]
    public void The_module_of_the_sample_takes_no_more_than_sixty_lines() =>
        Assert.IsLessThanOrEqualTo(60, File.ReadAllLines(Path.Combine(Repository, "samples", "OwnModule", "KolmogorovArnold.cs")).Length);

    private static string Repository
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
                if (File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
                    return folder.FullName;
            throw new DirectoryNotFoundException("The tests run inside the repository.");
        }
    }
}
