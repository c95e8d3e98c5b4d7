using DeepML.Workout;

namespace DeepML.Trainers.Tests.Options;

[TestClass]
public sealed class OptionFaultsTests
{
    [TestMethod]
    [DataRow(1.0, true)]
    [DataRow(2.0, true)]
    [DataRow(0.999, false)]
    [DataRow(2.001, false)]
    [DataRow(double.NaN, false)]
    public void A_closed_range_holds_both_its_ends(double value, bool holds) =>
        Check(f => f.InRange(value, 1, 2, "X"), holds ? null : "it must be in [1, 2].");

    [TestMethod]
    [DataRow(1.0, true)]
    [DataRow(2.0, false)]
    [DataRow(0.999, false)]
    [DataRow(double.NaN, false)]
    public void A_half_open_range_holds_its_lower_end(double value, bool holds) =>
        Check(f => f.InHalfOpenRange(value, 1, 2, "X"), holds ? null : "it must be in [1, 2).");

    [TestMethod]
    [DataRow(1.0, false)]
    [DataRow(1.001, true)]
    [DataRow(2.0, true)]
    [DataRow(2.001, false)]
    [DataRow(double.NaN, false)]
    public void A_range_that_is_open_below_holds_its_upper_end(double value, bool holds) =>
        Check(f => f.AboveUpTo(value, 1, 2, "X"), holds ? null : "it must be in (1, 2].");

    [TestMethod]
    [DataRow(1.0, true)]
    [DataRow(0.999, false)]
    [DataRow(double.PositiveInfinity, false)]
    [DataRow(double.NaN, false)]
    public void What_has_a_least_value_must_be_finite(double value, bool holds) =>
        Check(f => f.AtLeast(value, 1, "X"), holds ? null : "it must be at least 1.");

    [TestMethod]
    [DataRow(1.0, false)]
    [DataRow(1.001, true)]
    [DataRow(double.PositiveInfinity, false)]
    [DataRow(double.NaN, false)]
    public void What_lies_above_a_limit_must_be_finite(double value, bool holds) =>
        Check(f => f.Above(value, 1, "X"), holds ? null : "it must be above 1.");

    [TestMethod]
    public void A_value_must_be_given()
    {
        var faults = new OptionFaults();
        Assert.IsTrue(faults.Given("", "X"));
        faults.ThrowIfAny("options");
        Assert.IsFalse(faults.Given(null, "X"));
        StringAssert.Contains(ErrorOf(faults), "X is null; it must be given.");
    }

    [TestMethod]
    public void A_value_of_an_enumeration_must_be_one_of_its_names()
    {
        Check(f => f.Defined(StopBehaviorLike.Second, "X"), null);
        Check(f => f.Defined((StopBehaviorLike)7, "X"), "X is 7; it must be one of First, Second.");
    }

    [TestMethod]
    public void Every_size_of_a_list_is_looked_at()
    {
        Check(f => f.Sizes([], "X"), null);
        Check(f => f.Sizes([1, 2], "X"), null);
        Check(f => f.Sizes(null, "X"), "X is null; it must be a list, possibly empty.");
        var faults = new OptionFaults();
        faults.Sizes([0, 1, -5], "X");
        StringAssert.Contains(ErrorOf(faults), "X[0] is 0; it must be at least 1.");
        StringAssert.Contains(ErrorOf(faults), "X[2] is -5; it must be at least 1.");
    }

    [TestMethod]
    public void All_faults_are_told_at_once_each_on_its_line_in_any_culture()
    {
        var error = GermanNumbers.In(() =>
        {
            var faults = new OptionFaults();
            faults.InRange(1.5, 0, 0.25, "Dropout");
            faults.AtLeast(-1, 0, "Epochs");
            faults.Add("Words", "none", "some");
            return ErrorOf(faults);
        });
        CollectionAssert.AreEqual(
            new[] { "Dropout is 1.5; it must be in [0, 0.25].", "Epochs is -1; it must be at least 0.",
                "Words is none; it must be some. (Parameter 'options')" },
            error.Split(Environment.NewLine));
    }

    [TestMethod]
    public void Without_training_options_there_is_a_fault() => Check(f => f.Training(null), "Training is null; it must be given.");

    private static void Check(Action<OptionFaults> validate, string? expected)
    {
        var faults = new OptionFaults();
        validate(faults);
        if (expected is null)
            faults.ThrowIfAny("options");
        else
            StringAssert.Contains(ErrorOf(faults), expected);
    }

    private static string ErrorOf(OptionFaults faults) =>
        Assert.ThrowsExactly<ArgumentException>(() => faults.ThrowIfAny("options")).Message;

    private enum StopBehaviorLike
    {
        First,
        Second,
    }
}
