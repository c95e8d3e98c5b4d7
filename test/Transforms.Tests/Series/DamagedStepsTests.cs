using DeepML.Networks;

namespace DeepML.Transforms.Tests.Series;

/// <summary>What a damaged or foreign file may say of a step is refused before rows are read with it.</summary>
[TestClass]
public sealed class DamagedStepsTests
{
    private static readonly SeriesDescription Step = new(
        "Out", "In", "Machine", "Time", 2, IsVector: true, new SeriesLag(), Scales: null, Remarks: []);

    private static readonly AlignDescription Clock = new(
        "Time", null, null, null, 60, [new AlignedColumn("A", SeriesAggregate.Mean, AlignedKind.Single)], RowOrder.Sort,
        EqualTimes.Aggregate, 10);

    private static readonly DriftProfile Profile = new("A", [1, 2], null, [3, 4, 5, 0], 7);

    private static readonly CaseDescription Cases = new(
        "Cases", "Code", new CaseArchitecture(10, 2, 3, 4, 5, 2), new MulticlassHead(3, null), 0.9);

    [TestMethod]
    public void Sound_ones_are_taken()
    {
        Step.Check();
        Clock.Check();
        Profile.Check();
        Cases.Check();
        (Step with { Operation = new SeriesScaling(), Scales = Scales() }).Check();
        new DriftDescription([new DriftWatched("A", [Profile])], new DriftOptions()).Check();
        Features(true).Check();
    }

    [TestMethod]
    public void A_step_that_does_not_fit_together_is_refused()
    {
        Refused(Step with { Slots = 0 }, "Slots");
        Refused(Step with { IsVector = false }, "a single number has several slots");
        Refused(Step with { Operation = new SeriesLag { By = 0 } }, "lag.By is 0");
        Refused(Step with { Operation = new FaultsAhead() }, "a vector is read as yes or no");
        Refused(Step with { Operation = new RemainingLife() }, "a vector is read as yes or no");
        Refused(Step with { Operation = new SlotSelection([0]) }, "a selection of features");
        Refused(Step with { Time = null, Operation = new CounterDifferences { Per = TimeSpan.FromSeconds(1) } }, "there is no time column");
        Refused(Step with { Operation = new SeriesScaling() }, "scales are there, and not used, or the reverse");
        Refused(Step with { Scales = Scales() }, "scales are there, and not used, or the reverse");
        Refused(Step with { Operation = new SlidingWindows { Length = 1_000_000, Horizon = 0 }, Slots = 1000 }, "numbers of a row");
    }

    [TestMethod]
    public void Scales_that_are_none_are_refused()
    {
        var scales = Scales();
        Scaled(scales with { Series = ["a", "a"] }, "two series have one name");
        Scaled(scales with { Series = ["a"] }, "the series and their centres");
        Scaled(scales with { Widths = scales.Widths[1..] }, "the series and their widths");
        Scaled(scales with { Centres = [[1], [1, 2], [1, 2]] }, "the numbers of a row and their centres");
        Scaled(scales with { Centres = [[1, double.NaN], [1, 2], [1, 2]] }, "a centre is no finite number");
        Scaled(scales with { Widths = [[1, 0], [1, 2], [1, 2]] }, "a width is not above 0");

        static void Scaled(SeriesScales scales, string said) =>
            Refused(Step with { Operation = new SeriesScaling(), Scales = scales }, said);
    }

    [TestMethod]
    public void A_clock_that_cannot_be_is_refused()
    {
        Refused(Clock with { Every = 0 }, "Every is 0");
        Refused(Clock with { Columns = [] }, "the number of columns");
        Refused(Clock with { Columns = [.. Clock.Columns, .. Clock.Columns] }, "two columns have one name");
        Refused(Clock with { Metric = "Metric" }, "of the columns of metrics and of values only one is there");
        Refused(Clock with { MaximumGap = -1 }, "MaximumGap is -1");
        Refused(Clock with { Order = (RowOrder)9 }, "an order is not known");
        Refused(Clock with { Twice = (EqualTimes)9 }, "an order is not known");
        Refused(Clock with { Columns = [Clock.Columns[0] with { Aggregate = (SeriesAggregate)9 }] }, "what becomes of 'A' is not known");
    }

    [TestMethod]
    public void A_watch_whose_bins_are_none_is_refused()
    {
        Bins(Profile with { Categories = ["a"] }, "neither numbers nor categories, or both");
        Bins(Profile with { Edges = null }, "neither numbers nor categories, or both");
        Bins(Profile with { Counts = [1, 2] }, "the bins of 'A' and their counts");
        Bins(Profile with { Counts = [1, -2, 3, 4] }, "a count of 'A' is below 0");
        Bins(Profile with { Counts = [0, 0, 0, 0] }, "a count of 'A' is below 0");
        Bins(Profile with { Edges = [2, 1] }, "the bins of 'A' are in no order");
        Bins(Profile with { Edges = [1, double.PositiveInfinity] }, "a bin of 'A' is without end");
        Bins(Profile with { Sum = double.NaN }, "the sum of 'A' is not finite");
        var texts = new DriftProfile("A", null, ["a", "a"], [1, 2, 3, 4], 0);
        Bins(texts, "two categories of 'A' are the same");
        Refused(new DriftDescription([], new DriftOptions()), "the number of columns");
        Refused(new DriftDescription([new DriftWatched("A", [])], new DriftOptions()), "the numbers of 'A'");
        Refused(new DriftDescription([new DriftWatched("A", [Profile])], new DriftOptions { Bins = 1 }), "Options.Bins is 1");
        var two = texts with { Categories = ["a", "b"] };
        Refused(new DriftDescription([new DriftWatched("A", [two, two])], new DriftOptions()), "a vector has categories");

        static void Bins(DriftProfile profile, string said) =>
            Refused(new DriftDescription([new DriftWatched("A", [profile])], new DriftOptions()), said);
    }

    [TestMethod]
    public void Cases_that_cannot_be_searched_are_refused()
    {
        Searched(Cases.Architecture with { Rows = 0 }, "Rows is 0");
        Searched(Cases.Architecture with { Rows = 2_000_000_000 }, "the stored rows are more than can be held");
        Searched(Cases.Architecture with { Count = 11 }, "Count is 11; it must be in [1, 10]");
        Searched(Cases.Architecture with { Lists = 11 }, "Lists is 11; it must be in [1, 10]");
        Searched(Cases.Architecture with { Probes = 6 }, "Probes is 6; it must be in [1, 5]");
        Searched(Cases.Architecture with { Classes = 2 }, "answers");
        Refused(Cases with { Recall = 2 }, "Recall is 2");

        static void Searched(CaseArchitecture architecture, string said) => Refused(Cases with { Architecture = architecture }, said);
    }

    [TestMethod]
    public void Rows_whose_lists_or_classes_are_damaged_are_refused()
    {
        using var network = new CaseNetwork(Cases.Architecture with { Lists = 1, Probes = 1 });
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => CaseDescription.Check(network)).Message, "the lists of stored rows are damaged");
        using var scope = TorchSharp.torch.NewDisposeScope();
        network.Store(
            TorchSharp.torch.zeros(10, 2), TorchSharp.torch.arange(10), TorchSharp.torch.arange(10), TorchSharp.torch.zeros(1, 2));
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => CaseDescription.Check(network)).Message, "a class that there is not");
    }

    [TestMethod]
    public void A_selection_of_nothing_or_in_no_order_is_refused()
    {
        Refused(Features(false), "no feature is kept");
        Refused(Features(true, 1), "features are not in the order of their slots");
        Refused(new SelectFeaturesDescription("Out", "In", new SelectionReport("", "", [], [])), "the number of features");
    }

    private static SelectFeaturesDescription Features(bool isKept, int slot = 0) =>
        new("Out", "In", new SelectionReport("", "", [new SelectedFeature("A", slot, isKept, 1, "")], []));

    private static SeriesScales Scales() => new(["a", "b"], [[1, 2], [3, 4], [5, 6]], [[1, 2], [3, 4], [5, 6]]);

    private static void Refused(IModelDescription description, string said) =>
        StringAssert.Contains(Assert.ThrowsExactly<FormatException>(description.Check).Message, said);
}
