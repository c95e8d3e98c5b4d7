using DeepML.Workout;

namespace DeepML.Networks.Tests.Translation;

/// <summary>Numbers of what spoils pictures, at and past their limits, and how errors call them.</summary>
[TestClass]
public sealed class CorruptionLimitsTests
{
    public static IEnumerable<object[]> Taken =>
    [
        [new BlurCorruption { SmallestDeviation = 1e-3, LargestDeviation = 42 }],
        [new BlurCorruption { SmallestDeviation = 2, LargestDeviation = 2, Share = 1e-30 }],
        [new NoiseCorruption { StandardDeviation = 10, SaltAndPepper = 1 }],
        [new NoiseCorruption { StandardDeviation = 0, SaltAndPepper = 1e-9 }],
        [new OverlayCorruption { Strokes = 100, StrokeWidth = 1, SmallestOpacity = 0, LargestOpacity = 0 }],
        [new OverlayCorruption { Strokes = 1, StrokeWidth = 1e-30, SmallestBrightness = 1, LargestOpacity = 1 }],
        [new PatchCorruption { SmallestSide = NumberLimits.Smallest, LargestSide = 1 }],
    ];

    public static IEnumerable<object[]> Refused =>
    [
        [new BlurCorruption { SmallestDeviation = 0 }, "SmallestDeviation is 0; in [0.001, 42]"],
        [new BlurCorruption { LargestDeviation = 42.5 }, "LargestDeviation is 42.5; in [0.001, 42]"],
        [new BlurCorruption { SmallestDeviation = 1.75 }, "SmallestDeviation is 1.75; at most LargestDeviation, 1.5"],
        [new BlurCorruption { Share = 0 }, "Share is 0; in (0, 1]"],
        [new NoiseCorruption { StandardDeviation = 10.5 }, "StandardDeviation is 10.5; in [0, 10]"],
        [new NoiseCorruption { SaltAndPepper = -0.5 }, "SaltAndPepper is -0.5; in [0, 1]"],
        [new NoiseCorruption { StandardDeviation = 0 }, "StandardDeviation is 0; above 0 unless pixels turn black or white"],
        [new NoiseCorruption { Share = 1.5 }, "Share is 1.5; in (0, 1]"],
        [new OverlayCorruption { Strokes = 0 }, "Strokes is 0; in [1, 100]"],
        [new OverlayCorruption { Strokes = 101 }, "Strokes is 101; in [1, 100]"],
        [new OverlayCorruption { StrokeWidth = 0 }, "StrokeWidth is 0; in (0, 1]"],
        [new OverlayCorruption { LargestOpacity = 1.25 }, "LargestOpacity is 1.25; in [0, 1]"],
        [new OverlayCorruption { SmallestOpacity = 0.75 }, "SmallestOpacity is 0.75; at most LargestOpacity, 0.6"],
        [new OverlayCorruption { LargestBrightness = 0.5 }, "SmallestBrightness is 0.7; at most LargestBrightness, 0.5"],
        [new OverlayCorruption { SmallestBrightness = -0.25 }, "SmallestBrightness is -0.25; in [0, 1]"],
        [new PatchCorruption { SmallestSide = 0 }, "SmallestSide is 0; in [1E-30, 1]"],
        [new PatchCorruption { LargestSide = 1.5 }, "LargestSide is 1.5; in [1E-30, 1]"],
        [new PatchCorruption { SmallestSide = 0.5 }, "SmallestSide is 0.5; at most LargestSide, 0.3"],
    ];

    [TestMethod]
    [DynamicData(nameof(Taken))]
    public void Numbers_at_their_limits_are_taken(ImageCorruption corruption) => Told.Exactly(corruption.Validate);

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public void Numbers_past_their_limits_are_told_with_name_value_and_range(ImageCorruption corruption, string told) =>
        Told.Exactly(corruption.Validate, told);

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public void Words_are_the_same_where_numbers_have_commas(ImageCorruption corruption, string told) =>
        CollectionAssert.AreEqual(new[] { told }, GermanNumbers.In(() => Told.By(corruption.Validate)));

    [TestMethod]
    public void All_faults_of_a_corruption_are_told_at_once() => Told.Exactly(
        new OverlayCorruption { Share = 2, Strokes = 0, StrokeWidth = 2, SmallestOpacity = 0.75, LargestBrightness = 3 }.Validate,
        "Share is 2; in (0, 1]", "Strokes is 0; in [1, 100]", "StrokeWidth is 2; in (0, 1]",
        "SmallestOpacity is 0.75; at most LargestOpacity, 0.6", "LargestBrightness is 3; in [0, 1]");

    [TestMethod]
    public void Holes_have_limits_of_their_own()
    {
        Told.Exactly(new HoleShapes { SmallestSide = 1, LargestSide = 1, StrokeShare = 1, Strokes = 100, StrokeWidth = 1 }.Validate);
        Told.Exactly(new HoleShapes { StrokeShare = 0, Strokes = 1, SmallestSide = 1e-9 }.Validate);
        Told.Exactly(
            new HoleShapes { SmallestSide = 0, LargestSide = 1.5, StrokeShare = -1, Strokes = 101, StrokeWidth = 0 }.Validate,
            "SmallestSide is 0; in (0, 1]", "LargestSide is 1.5; in (0, 1]", "StrokeShare is -1; in [0, 1]",
            "Strokes is 101; in [1, 100]", "StrokeWidth is 0; in (0, 1]");
        Told.Exactly(new HoleShapes { SmallestSide = 0.75 }.Validate, "SmallestSide is 0.75; at most LargestSide, 0.5");
    }
}
