namespace DeepML.Networks.Tests.Translation;

/// <summary>Numbers of networks of pictures and of their judges, at and past their limits.</summary>
[TestClass]
public sealed class GeneratorLimitsTests
{
    private const string Normalizations = "one of None, Batch, Instance";

    public static IEnumerable<object[]> Taken =>
    [
        [new UNetGenerator { Depth = 1, Filters = 1, Dropout = 0 }],
        [new UNetGenerator { Depth = 16, Filters = 1 << 24, Dropout = 0.999 }],
        [new ResidualGenerator { Blocks = 0, Filters = 1, Halvings = 0 }],
        [new ResidualGenerator { Blocks = 1000, Filters = 256, Halvings = 16 }],
    ];

    public static IEnumerable<object[]> Refused =>
    [
        [new UNetGenerator { Depth = 0 }, "Depth is 0; in [1, 16]"],
        [new UNetGenerator { Depth = 17 }, "Depth is 17; in [1, 16]"],
        [new UNetGenerator { Filters = 0 }, "Filters is 0; at least 1"],
        [new UNetGenerator { Dropout = 1 }, "Dropout is 1; in [0, 1)"],
        [new UNetGenerator { Dropout = double.NaN }, "Dropout is NaN; in [0, 1)"],
        [new UNetGenerator { Normalization = (ImageNormalization)9 }, $"Normalization is 9; {Normalizations}"],
        [new UNetGenerator { Upsampling = (ImageUpsampling)9 }, "Upsampling is 9; one of SubPixel, Transposed"],
        [new ResidualGenerator { Blocks = -1 }, "Blocks is -1; in [0, 1000]"],
        [new ResidualGenerator { Blocks = 1001 }, "Blocks is 1001; in [0, 1000]"],
        [new ResidualGenerator { Filters = 0 }, "Filters is 0; at least 1"],
        [new ResidualGenerator { Halvings = 17 }, "Halvings is 17; in [0, 16]"],
        [new ResidualGenerator { Filters = 257, Halvings = 16 }, "Filters is 257; at most 256 with 16 halvings"],
        [new ResidualGenerator { Normalization = (ImageNormalization)(-1) }, $"Normalization is -1; {Normalizations}"],
    ];

    [TestMethod]
    [DynamicData(nameof(Taken))]
    public void Numbers_at_their_limits_are_taken(ImageGenerator generator) => Told.Exactly(generator.Validate);

    [TestMethod]
    [DynamicData(nameof(Refused))]
    public void Numbers_past_their_limits_are_told_with_name_value_and_range(ImageGenerator generator, string told) =>
        Told.Exactly(generator.Validate, told);

    [TestMethod]
    public void A_judge_of_squares_has_limits_of_its_own()
    {
        Told.Exactly(new PatchDiscriminator { Halvings = 1, Filters = 1 }.Validate);
        Told.Exactly(new PatchDiscriminator { Halvings = 8, Filters = 1 << 24 }.Validate);
        Told.Exactly(
            new PatchDiscriminator { Halvings = 0, Filters = 0, Normalization = (ImageNormalization)3 }.Validate,
            "Halvings is 0; in [1, 8]", "Filters is 0; at least 1", $"Normalization is 3; {Normalizations}");
        Told.Exactly(new PatchDiscriminator { Halvings = 9 }.Validate, "Halvings is 9; in [1, 8]");
    }

    [TestMethod]
    [DataRow(1, 2)]
    [DataRow(4, 16)]
    [DataRow(16, 65_536)]
    public void Sides_must_be_multiples_of_the_strides_of_a_U(int depth, int multiple)
    {
        Assert.AreEqual(multiple, new UNetGenerator { Depth = depth }.Multiple);
        Assert.AreEqual(multiple, new ResidualGenerator { Halvings = depth }.Multiple);
        Assert.AreEqual(1, new ResidualGenerator().Multiple, "nothing is halved");
    }

    [TestMethod]
    public void Filters_double_with_each_halving_up_to_eight_times_in_a_U_and_without_end_between_blocks()
    {
        var (u, residual) = (new UNetGenerator { Filters = 3 }, new ResidualGenerator { Filters = 3 });
        CollectionAssert.AreEqual(new[] { 3, 6, 12, 24, 24, 24 }, Enumerable.Range(0, 6).Select(u.FiltersAt).ToArray());
        CollectionAssert.AreEqual(new[] { 3, 6, 12, 24, 48, 96 }, Enumerable.Range(0, 6).Select(residual.FiltersAt).ToArray());
    }
}
