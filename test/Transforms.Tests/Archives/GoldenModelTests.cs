using System.Reflection;
using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>
/// Models that were saved once and are only ever added to: what was saved stays readable. A new version of a kind adds a folder:
/// run <see cref="A_golden_model_is_written_where_there_is_none"/> with DEEPML_GOLDEN_FOLDER set to the folder golden in the sources.
/// </summary>
[TestClass]
public sealed class GoldenModelTests
{
    // The machines that score may add in another order than the one that saved.
    private const double Tolerance = 1e-4;

    static GoldenModelTests() => TorchModules.Register<GoldenModule>();

    public static IEnumerable<object[]> Folders =>
        GoldenFolder.All().Select(folder => new object[] { Path.GetRelativePath(GoldenFolder.Root, folder.Path) });

    private static IEnumerable<ArchiveKindAttribute> Kinds =>
        typeof(NetworkTransformer).Assembly.GetTypes()
            .Select(type => type.GetCustomAttribute<ArchiveKindAttribute>()).OfType<ArchiveKindAttribute>();

    [TestMethod]
    [DynamicData(nameof(Folders))]
    public void A_model_saved_before_scores_as_it_did(string folder)
    {
        var ml = new MLContext(seed: 1);
        var golden = new GoldenFolder(Path.Combine(GoldenFolder.Root, folder));
        using var model = golden.Load(ml);
        var (expected, actual) = (golden.Scores(), GoldenFolder.Score(model, golden.Rows(ml)));
        CollectionAssert.AreEqual(expected.Keys.Order().ToArray(), actual.Keys.Order().ToArray());
        Assert.IsTrue(expected.Values.Any(rows => rows.Any(row => row.Any(float.IsFinite))), "there is something to compare");
        foreach (var (column, scores) in expected)
            Cells.AreEqual(scores, actual[column], Tolerance, $"{folder}, {column}");
    }

    [TestMethod]
    public void Every_kind_has_a_golden_model_of_its_present_version()
    {
        var missing = Kinds.Where(kind => !GoldenFolder.Of(GoldenFolder.Root, kind.Kind, kind.Version).Exists).Select(
            kind => $"v{kind.Version}/{kind.Kind}");
        Assert.AreEqual("", string.Join(", ", missing), "these golden models are missing");
        foreach (var folder in GoldenNetworks.Makers.Keys)
            Assert.IsTrue(GoldenFolder.Of(GoldenFolder.Root, folder, 1).Exists, folder);
    }

    [TestMethod]
    public void Every_version_of_a_kind_before_the_present_one_has_kept_its_golden_model()
    {
        var missing = Kinds.SelectMany(
            kind => Enumerable.Range(1, kind.Version).Where(v => !GoldenFolder.Of(GoldenFolder.Root, kind.Kind, v).Exists)
            .Select(v => $"v{v}/{kind.Kind}"));
        Assert.AreEqual("", string.Join(", ", missing), "golden models are only ever added");
    }

    [TestMethod]
    public void A_golden_model_is_written_where_there_is_none()
    {
        var asked = Environment.GetEnvironmentVariable("DEEPML_GOLDEN_FOLDER");
        var root = asked ?? Directory.CreateTempSubdirectory("golden").FullName;
        try
        {
            var ml = new MLContext(seed: 1);
            var rows = GoldenModels.Rows(ml);
            var all = Kinds.Select(kind => (kind.Kind, kind.Version, Make: GoldenModels.Makers[kind.Kind]))
                .Concat(GoldenNetworks.Makers.Select(network => (Kind: network.Key, Version: 1, network.Value.Make)));
            foreach (var (kind, version, make) in asked is null ? all.Take(1) : all)
            {
                var golden = GoldenFolder.Of(root, kind, version);
                if (golden.Exists)
                    continue;
                using var model = make(ml, rows);
                golden.Write(ml, model, rows);
                Assert.IsTrue(golden.Exists);
                Assert.ThrowsExactly<InvalidOperationException>(() => golden.Write(ml, model, rows));
            }
        }
        finally
        {
            if (asked is null)
                Directory.Delete(root, recursive: true);
        }
    }
}
