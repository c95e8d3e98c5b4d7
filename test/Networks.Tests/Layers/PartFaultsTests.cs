using System.Globalization;

namespace DeepML.Networks.Tests.Layers;

/// <summary>Limits of numbers: at them and past them, and how they are told.</summary>
[TestClass]
public sealed class PartFaultsTests
{
    private readonly List<string> _told = [];

    private PartFaults Faults => new(
        "Part", (name, value, requirement) => _told.Add(string.Create(CultureInfo.InvariantCulture, $"{name} is {value}; {requirement}")));

    [TestMethod]
    public void Numbers_at_their_limits_are_taken()
    {
        Faults.AtLeast(1, 1, "Units");
        Faults.AtLeast(1 << 24, 1, "Units");
        Faults.AtLeast(5, 1, "Units", 5);
        Faults.InRange(0.0, 0, 1, "Share");
        Faults.InRange(1.0, 0, 1, "Share");
        Faults.Above(1e-30, 0, "Weight");
        Faults.Above(1e15, 0, "Weight");
        Faults.InHalfOpenRange(0, 0, 1, "Dropout");
        Faults.InHalfOpenRange(0.999, 0, 1, "Dropout");
        Faults.AboveUpTo(1, 0, 1, "Rate");
        Faults.Defined(PoolingKind.Average, "Pooling");
        Assert.IsEmpty(_told);
    }

    [TestMethod]
    public void Numbers_past_their_limits_are_named_with_what_they_must_be()
    {
        Faults.AtLeast(0, 1, "Units");
        Faults.AtLeast((1 << 24) + 1, 1, "Units");
        Faults.AtLeast(6, 1, "Units", 5);
        Faults.InRange(1.5, 0, 1, "Share");
        Faults.Above(0, 0, "Weight");
        Faults.InHalfOpenRange(1, 0, 1, "Dropout");
        Faults.AboveUpTo(0, 0, 1, "Rate");
        Faults.Defined((PoolingKind)77, "Pooling");
        CollectionAssert.AreEqual(
            new[]
            {
                "Part.Units is 0; at least 1", "Part.Units is 16777217; at most 16777216", "Part.Units is 6; at most 5",
                "Part.Share is 1.5; in [0, 1]",
                "Part.Weight is 0; above 0", "Part.Dropout is 1; in [0, 1)", "Part.Rate is 0; in (0, 1]",
                "Part.Pooling is 77; one of Maximum, Average, GlobalAverage, GlobalMaximum, AdaptiveAverage",
            },
            _told);
    }

    [TestMethod]
    public void What_is_no_number_is_in_no_range()
    {
        Faults.InRange(double.NaN, 0, 1, "A");
        Faults.Above(double.NaN, 0, "B");
        Faults.Above(double.PositiveInfinity, 0, "C");
        Faults.InHalfOpenRange(double.NaN, 0, 1, "D");
        Faults.AboveUpTo(double.NaN, 0, 1, "E");
        Assert.HasCount(5, _told);
    }

    [TestMethod]
    public void Numbers_that_single_precision_squares_to_nothing_or_beyond_are_refused()
    {
        Faults.Above(1e-31, 0, "Weight");
        Faults.Above(1e16, 0, "Weight");
        Faults.InHalfOpenRange(1e-40, 0, 1, "Dropout");
        Assert.HasCount(3, _told);
        Assert.IsTrue(_told.All(fault => fault.EndsWith("0, or between 1E-30 and 1E15 in size", StringComparison.Ordinal)), _told[0]);
        Assert.IsTrue(NumberLimits.Fits(0) && NumberLimits.Fits(-1e15) && NumberLimits.Fits(1e-30));
        Assert.IsFalse(NumberLimits.Fits(-1e16) || NumberLimits.Fits(-1e-31) || NumberLimits.Fits(double.NaN));
    }

    [TestMethod]
    public void Ranges_are_told_the_same_in_every_culture()
    {
        var before = CultureInfo.CurrentCulture;
        var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        german.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = german;
        try
        {
            Faults.InRange(2, 0.25, 1.5, "A");
            Faults.Above(0, 0.5, "B");
            Faults.InHalfOpenRange(2, 0.25, 1.5, "C");
            Faults.AboveUpTo(2, 0.25, 1.5, "D");
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
        CollectionAssert.AreEqual(
            new[] { "Part.A is 2; in [0.25, 1.5]", "Part.B is 0; above 0.5", "Part.C is 2; in [0.25, 1.5)", "Part.D is 2; in (0.25, 1.5]" },
            _told);
    }
}
