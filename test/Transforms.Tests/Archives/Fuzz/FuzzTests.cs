using System.Diagnostics;
using DeepML.Workout;
using Microsoft.ML;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>Thousands of damaged and foreign models, the same in every run: each is refused in words, or loads and scores.</summary>
[TestClass]
public sealed class FuzzTests
{
    private const int PerKind = 130;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5); // the first error of torch's takes 2.6 s

    private readonly MLContext _ml = new(seed: 1);

    static FuzzTests() => TorchModules.Register<GoldenModule>();

    public static IEnumerable<object[]> Kinds =>
        GoldenFolder.All().Select(folder => new object[] { Path.GetRelativePath(GoldenFolder.Root, folder.Path) });

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void A_description_changed_in_one_place_is_refused_in_words_or_loads(string folder)
    {
        var (golden, parts) = Parts(folder);
        var random = new Random(17);
        var data = golden.Rows(_ml);
        var refused = 0;
        for (var i = 0; i < PerKind; i++)
        {
            var description = parts.Description;
            var done = JsonMutation.Apply(description, random);
            if (Refuses(parts.With(description), $"{folder}, {i}: {done}", data))
                refused++;
        }
        Assert.IsGreaterThan(PerKind / 4, refused, "most changes are noticed");
    }

    [TestMethod]
    [DynamicData(nameof(Kinds))]
    public void Weights_changed_in_their_header_are_refused_in_words_or_load(string folder)
    {
        var (golden, parts) = Parts(folder);
        var random = new Random(18);
        var header = 8 + (int)BitConverter.ToInt64(parts.Weights);
        for (var i = 0; i < 20; i++)
        {
            var weights = parts.Weights.ToArray();
            var at = random.Next(header);
            weights[at] ^= (byte)(1 << random.Next(8));
            Refuses(parts with { Weights = weights }, $"{folder}, {i}: byte {at}", golden.Rows(_ml));
        }
    }

    private static (GoldenFolder Golden, SavedParts Parts) Parts(string folder)
    {
        var golden = new GoldenFolder(Path.Combine(GoldenFolder.Root, folder));
        using var model = golden.Load(new MLContext(seed: 1));
        return (golden, SavedParts.Of(model));
    }

    private bool Refuses(SavedParts parts, string what, IDataView data)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            using var model = parts.Load(_ml);
            Score(model, data, what);
            return false;
        }
        catch (Exception e)
        {
            Assert.IsTrue(e is FormatException or InvalidOperationException, $"{what}: {e}");
            Assert.IsGreaterThan(20, e.Message.Length, $"{what}: {e.Message}");
            return true;
        }
        finally
        {
            Assert.IsLessThan(Longest, clock.Elapsed, what);
        }
    }

    // What was saved well may still not fit the rows, or the rows it is made to add too many.
    private static void Score(NetworkTransformer model, IDataView data, string what)
    {
        if (model is GanAugmenterTransformer)
            return;
        try
        {
            GoldenFolder.Score(model, data);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException)
        {
            Assert.IsGreaterThan(10, e.Message.Length, what);
        }
    }
}
