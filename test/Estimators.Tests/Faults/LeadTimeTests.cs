using Microsoft.ML;

namespace DeepML.Estimators.Tests.Faults;

[TestClass]
public sealed class LeadTimeTests
{
    private readonly MLContext _ml = new(seed: 1);

    [TestMethod]
    public void Faults_and_alarms_are_counted_as_events()
    {
        // rows:        0         1         2         3
        //              0123456789012345678901234567890123456789
        var report = Of("..........FFF.......FF..............FF..",
                        "..W...WWW.WW...WW.............WWWWW.....", horizon: 5);
        CollectionAssert.AreEqual(new int?[] { 4, 5, 5 }, report.Faults.Select(fault => fault.Lead).ToArray());
        CollectionAssert.AreEqual(new[] { 10, 20, 36 }, report.Faults.Select(fault => fault.Start).ToArray());
        Assert.AreEqual(3, report.RightAlarms);
        Assert.AreEqual(1, report.FalseAlarms); // the one in row 2; those within a fault are not counted
        Assert.AreEqual(1, report.Recall);
        Assert.AreEqual(0.75, report.Precision);
        Assert.AreEqual(14.0 / 3, report.MeanLead, 1e-12);
    }

    [TestMethod]
    public void Warnings_too_early_or_too_late_warn_of_nothing()
    {
        var report = Of("............FF......", "WW...........WWW....", horizon: 4);
        Assert.AreEqual(0, report.Recall);
        Assert.AreEqual(2, report.FalseAlarms); // rows 0 and 1, and rows 14 and 15 behind the fault
        Assert.IsNull(report.Faults[0].Lead);
        Assert.IsTrue(double.IsNaN(report.MeanLead));
        StringAssert.Contains(report.ToString(), "0 of 1 faults warned of");
    }

    [TestMethod]
    public void An_alarm_sounds_with_the_last_of_the_warnings_that_it_needs()
    {
        var report = Of("...........FF...", "..W...WWW.......", horizon: 8, run: 2);
        Assert.AreEqual(4, report.Faults[0].Lead);
        Assert.AreEqual(0, report.FalseAlarms);
    }

    [TestMethod]
    public void Machines_do_not_warn_of_each_others_faults()
    {
        var rows = new[] { ("a", false, true), ("b", false, false), ("a", false, false), ("b", true, false), ("a", true, false) };
        var report = LeadTimeReport.Of(
            _ml.Data.LoadFromEnumerable(
                rows.Select(r => new Row { Machine = r.Item1, Fault = r.Item2, PredictedLabel = r.Item3 }).ToArray()),
            new LeadTimeOptions { SeriesColumnName = "Machine", Horizon = 3 });
        Assert.AreEqual(2, report.Faults.Single(fault => fault.Series == "a").Lead);
        Assert.IsNull(report.Faults.Single(fault => fault.Series == "b").Lead);
    }

    [TestMethod]
    public void Without_faults_or_alarms_there_is_no_share()
    {
        var report = Of("....", "....", horizon: 2);
        Assert.IsTrue(double.IsNaN(report.Recall) && double.IsNaN(report.Precision));
    }

    [TestMethod]
    public void Bad_options_and_columns_are_named()
    {
        var data = _ml.Data.LoadFromEnumerable(new[] { new { Fault = 1f, Machine = "a" } });
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LeadTimeReport.Of(data));
        StringAssert.Contains(error.Message, "fault column 'Fault': expected Boolean, got Single");
        StringAssert.Contains(error.Message, "Could not find warning column 'PredictedLabel'");
        var options = new LeadTimeOptions { Horizon = 0, MinimumRun = 0 };
        var fault = Assert.ThrowsExactly<ArgumentException>(() => LeadTimeReport.Of(data, options));
        StringAssert.Contains(fault.Message, "Horizon is 0");
        StringAssert.Contains(fault.Message, "MinimumRun is 0");
    }

    private LeadTimeReport Of(string faults, string warnings, int horizon, int run = 1) => LeadTimeReport.Of(
        _ml.Data.LoadFromEnumerable(faults.Zip(
            warnings, (fault, warning) => new Row { Fault = fault == 'F', PredictedLabel = warning == 'W' }).ToArray()),
        new LeadTimeOptions { Horizon = horizon, MinimumRun = run });

    private sealed class Row
    {
        public string Machine { get; set; } = "";

        public bool Fault { get; set; }

        public bool PredictedLabel { get; set; }
    }
}
