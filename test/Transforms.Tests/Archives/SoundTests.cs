using DeepML.Workout;

namespace DeepML.Transforms.Tests.Archives;

/// <summary>What is asked of the numbers in a file before a network is built from them.</summary>
[TestClass]
public sealed class SoundTests
{
    [TestMethod]
    public void Numbers_at_the_ends_of_a_range_are_in_it_and_what_is_no_number_is_not()
    {
        Sound.InRange(0.0, 0, 1, "Share");
        Sound.InRange(1.0, 0, 1, "Share");
        foreach (var outside in new[] { -1e-9, 1.0000001, double.NaN, double.PositiveInfinity })
            Assert.ThrowsExactly<FormatException>(() => Sound.InRange(outside, 0, 1, "Share"));
        Assert.AreEqual(
            "The model's description is damaged: Steps is 7; it must be in [1, 6].",
            Assert.ThrowsExactly<FormatException>(() => Sound.InRange(7, 1, 6, "Steps")).Message);
    }

    [TestMethod]
    public void Numbers_are_told_the_same_in_every_culture()
    {
        GermanNumbers.In(() =>
        {
            StringAssert.Contains(Message(() => Sound.InRange(1.5, 0, 0.25, "Share")), "Share is 1.5; it must be in [0, 0.25].");
            StringAssert.Contains(
                Message(() => Sound.Part("Encoder").Add("Dropout", 1.5, "in [0, 1)")), "Encoder.Dropout is 1.5; it must be in [0, 1).");
            StringAssert.Contains(
                Message(() => DescriptionWalk.Check(new Described(new SizesArchitecture(1, double.PositiveInfinity, [])))), "is Infinity;");
            return 0;
        });
    }

    [TestMethod]
    [DataRow(1L, true)]
    [DataRow(1L << 26, true)]
    [DataRow(0L, false)]
    [DataRow(-5L, false)]
    [DataRow((1L << 26) + 1, false)]
    public void A_size_is_one_that_a_row_may_have(long size, bool sound) => Is(sound, () => Sound.Size(size, "Size"));

    [TestMethod]
    [DataRow(new[] { 1L << 13, 1L << 13 }, true)]
    [DataRow(new[] { 1L << 13, (1L << 13) + 1 }, false)]
    [DataRow(new[] { 1L << 26, 1L << 26, 1L << 26 }, false, DisplayName = "beyond 64 bits")]
    [DataRow(new[] { 4L, 0L }, false)]
    [DataRow(new long[0], true)]
    public void A_product_of_sizes_is_one_that_a_row_may_have(long[] sizes, bool sound) => Is(sound, () => Sound.Product("Sizes", sizes));

    [TestMethod]
    public void Sizes_that_must_be_the_same_are_named_with_both()
    {
        Sound.Same(3, 3, "Widths");
        StringAssert.EndsWith(Message(() => Sound.Same(3, 4, "Widths")), "Widths are 3 and 4, and must be equal.");
    }

    [TestMethod]
    public void Sizes_below_0_are_refused_in_architectures_however_deep_and_nowhere_else()
    {
        DescriptionWalk.Check(new Described(new SizesArchitecture(0, 0.5, [0, 1])) { Free = -1, FreeRate = double.NaN });
        StringAssert.Contains(
            Message(() => DescriptionWalk.Check(new Described(new SizesArchitecture(-1, 0, [])))),
            "Architecture.Size is -1; it must be at least 0");
        StringAssert.Contains(
            Message(() => DescriptionWalk.Check(new Described(new SizesArchitecture(1, 0, [3, -2])))), "Architecture.Sizes[1] is -2");
        StringAssert.Contains(
            Message(() => DescriptionWalk.Check(new Described(new SizesArchitecture(1, double.NaN, [])))), "Architecture.Rate is NaN");
    }

    [TestMethod]
    public void Nothing_is_missing_in_a_list_unless_it_may_be()
    {
        var sizes = new SizesArchitecture(1, 1, []);
        DescriptionWalk.Check(new Described(sizes) { Names = ["a", "b"], Perhaps = ["a", null], ByName = { ["x"] = "y" } });
        StringAssert.Contains(Message(() => DescriptionWalk.Check(new Described(sizes) { Names = ["a", null!] })), "Names[1] is null");
        StringAssert.Contains(
            Message(() => DescriptionWalk.Check(new Described(sizes) { ByName = { ["x"] = null! } })), "ByName['x'] is null");
    }

    [TestMethod]
    public void A_list_of_parts_has_an_end()
    {
        DescriptionWalk.Check(new Described(new SizesArchitecture(1, 1, new int[10_000])));
        StringAssert.Contains(
            Message(() => DescriptionWalk.Check(new Described(new SizesArchitecture(1, 1, new int[10_001])))),
            "has 10001 parts; a network has 10000 at most");
    }

    [TestMethod]
    public void Parts_within_parts_have_an_end()
    {
        DescriptionWalk.Check(new Described(new SizesArchitecture(1, 1, [])) { Inner = Nested(32) });
        StringAssert.Contains(
            Message(() => DescriptionWalk.Check(new Described(new SizesArchitecture(1, 1, [])) { Inner = Nested(33) })), "lies too deep");
    }

    private static Nest? Nested(int depth) => depth == 0 ? null : new Nest { Inner = Nested(depth - 1) };

    private static string Message(Action check) => Assert.ThrowsExactly<FormatException>(check).Message;

    private static void Is(bool sound, Action check)
    {
        if (sound)
            check();
        else
            Assert.ThrowsExactly<FormatException>(check);
    }

    private sealed record Nest
    {
        public Nest? Inner { get; init; }
    }

    private sealed record SizesArchitecture(int Size, double Rate, int[] Sizes);

    private sealed record Described(SizesArchitecture Architecture) : IModelDescription
    {
        public int Free { get; init; }

        public double FreeRate { get; init; }

        public string[] Names { get; init; } = [];

        public string?[] Perhaps { get; init; } = [];

        public Dictionary<string, string> ByName { get; init; } = [];

        public Nest? Inner { get; init; }

        public TrainingHistory History => throw new NotSupportedException("what is computed is not looked at");

        public void Check()
        {
        }
    }
}
