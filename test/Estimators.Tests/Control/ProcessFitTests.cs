using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Estimators.Tests.Control;

[TestClass]
public sealed class ProcessFitTests
{
    [TestMethod]
    public void A_first_order_process_is_found_in_a_noisy_closed_loop()
    {
        var model = ProcessModel.Fit(LoopRow.View(LoopRow.Experiment(2, 10, 0, 3.2, 1, noise: 0.1)));
        var fit = model.Identification!;
        Assert.AreEqual(0, model.SecondTimeConstant);
        Assert.IsNull(fit.SecondTimeConstant);
        Assert.AreEqual(2, model.Gain, 0.03);
        Assert.AreEqual(10, model.TimeConstant, 0.4);
        Assert.AreEqual(3.2, model.DeadTime, 0.15);
        Assert.AreEqual(50, model.MeasuredAtRest, 0.1);
        Assert.AreEqual(30, model.OutputAtRest, 0.1);
        Assert.AreEqual(1, fit.ControllerGain!.Value, 1e-6);
        Assert.AreEqual(0.1, fit.Check.ResidualDeviation, 0.02);
        Assert.IsTrue(fit.Check.Whiteness.IsWhite);
        Assert.IsEmpty(fit.Advice);
        StringAssert.Contains(fit.ToString(), "dead time");
    }

    [TestMethod]
    public void A_second_order_process_is_told_from_one_of_first_order()
    {
        var model = ProcessModel.Fit(LoopRow.View(LoopRow.Experiment(-1.5, 12, 5, 2, -1, noise: 0.05)));
        Assert.AreEqual(-1.5, model.Gain, 0.03);
        Assert.AreEqual(17, model.TimeConstant + model.SecondTimeConstant, 0.7);
        Assert.AreEqual(2, model.DeadTime, 0.3);
        Assert.AreEqual(12, model.TimeConstant, 2);
        Assert.IsGreaterThan(model.Identification!.TimeConstantSum.StandardError, model.Identification.SecondTimeConstant!.StandardError);
    }

    [TestMethod]
    public void Without_noise_the_numbers_are_exact_and_rows_need_not_be_evenly_spaced()
    {
        var truth = new ProcessModel(2, 8, 1.7, measuredAtRest: 20, outputAtRest: 5);
        var random = new Random(3);
        var (track, time) = (new LagTrack(8, 0, 1.7, 0), 0.0);
        var rows = Enumerable.Range(0, 150).Select(i =>
        {
            var row = new LoopRow { Time = time, SetPoint = i < 20 ? 20 : 30, Measured = 20 + (2 * track.At(time)) };
            row.Output = 5 + (row.SetPoint - row.Measured);
            track.Put(time, row.Output - 5);
            time += 0.1 + random.NextDouble();
            return row;
        }).ToArray();
        var model = ProcessModel.Fit(LoopRow.View(rows), new ProcessModelOptions { Order = ProcessOrder.First });
        Assert.AreEqual(truth.Gain, model.Gain, 1e-4);
        Assert.AreEqual(truth.TimeConstant, model.TimeConstant, 1e-3);
        Assert.AreEqual(truth.DeadTime, model.DeadTime, 1e-3);
        Assert.AreEqual(100, model.Identification!.Check.FitPercent, 0.01);
        Assert.AreEqual(100, model.Identification.Check.LoopFitPercent, 0.01);
    }

    [TestMethod]
    public void The_true_numbers_lie_in_the_intervals_as_often_as_they_should()
    {
        var inside = new int[3];
        for (var seed = 1; seed <= 20; seed++)
        {
            var rows = LoopRow.Experiment(2, 10, 0, 3, 1, noise: 0.3, count: 200, step: 1, seed);
            var fit = ProcessModel.Fit(
                LoopRow.View(rows), new ProcessModelOptions { Order = ProcessOrder.First, ConfidenceLevel = 0.8 }).Identification!;
            inside[0] += fit.Gain.Lower <= 2 && fit.Gain.Upper >= 2 ? 1 : 0;
            inside[1] += fit.TimeConstant.Lower <= 10 && fit.TimeConstant.Upper >= 10 ? 1 : 0;
            inside[2] += fit.DeadTime.Lower <= 3 && fit.DeadTime.Upper >= 3 ? 1 : 0;
        }
        foreach (var count in inside) // 16 expected of 20; below 11 or all 20 are rarer than 1 in 80 each
            Assert.IsTrue(count is >= 11 and <= 20, $"{count} of 20");
        Assert.IsLessThan(60, inside.Sum());
    }

    [TestMethod]
    public void An_experiment_of_its_own_checks_the_model()
    {
        var model = ProcessModel.Fit(LoopRow.View(LoopRow.Experiment(2, 10, 0, 3, 1, noise: 0.1)));
        var other = LoopRow.View(LoopRow.Experiment(2, 10, 0, 3, 1.4, noise: 0.1, seed: 2, setPointStep: -8));
        var check = model.Check(other);
        Assert.IsGreaterThan(94, check.FitPercent);
        Assert.IsGreaterThan(94, check.LoopFitPercent);
        Assert.IsTrue(check.Whiteness.IsWhite);
        var wrong = new ProcessModel(2, 5, 1, measuredAtRest: 50, outputAtRest: 30).Check(other);
        Assert.IsLessThan(check.FitPercent - 5, wrong.FitPercent);
        Assert.IsFalse(wrong.Whiteness.IsWhite);
    }

    [TestMethod]
    public void A_model_that_lacks_a_lag_leaves_residuals_that_are_not_white_and_says_so()
    {
        var rows = LoopRow.View(LoopRow.Experiment(2, 10, 8, 1, 1, noise: 0.05));
        var fit = ProcessModel.Fit(rows, new ProcessModelOptions { Order = ProcessOrder.First }).Identification!;
        Assert.IsFalse(fit.Check.Whiteness.IsWhite);
        StringAssert.Contains(fit.Advice[0], "not white");
    }

    [TestMethod]
    public void The_tail_of_Ljungs_and_Boxs_statistic_is_that_of_the_chi_squared_distribution()
    {
        var random = new Random(1);
        var white = ResidualWhiteness.Of([.. Enumerable.Range(0, 400).Select(_ => LoopRow.Normal(random))]);
        Assert.HasCount(20, white.Autocorrelations);
        Assert.IsTrue(white.IsWhite);
        // chi-squared with 2 degrees of freedom: exp(-Q / 2)
        var small = ResidualWhiteness.Of([1, -1, 2, 0, 1, -2, 1, 1]);
        Assert.HasCount(2, small.Autocorrelations);
        Assert.AreEqual(Math.Exp(-small.Statistic / 2), small.PValue, 1e-12);
    }

    [TestMethod]
    public void Times_may_be_dates_and_numbers_single()
    {
        var ml = new MLContext(seed: 1);
        var start = new DateTime(2026, 3, 1, 8, 0, 0);
        var rows = LoopRow.Experiment(2, 10, 0, 3, 1, noise: 0.05, count: 200, step: 1);
        var expected = ProcessModel.Fit(LoopRow.View(rows));
        var view = ml.Data.LoadFromEnumerable(rows.Select(row => new Stamped
        {
            At = start.AddSeconds(row.Time),
            Set = (float)row.SetPoint,
            Valve = (float)row.Output,
            Level = (float)row.Measured,
        }).ToArray());
        var model = ProcessModel.Fit(view, new ProcessModelOptions
        {
            TimeColumnName = "At",
            SetPointColumnName = "Set",
            OutputColumnName = "Valve",
            MeasuredColumnName = "Level",
        });
        Assert.AreEqual(expected.TimeConstant, model.TimeConstant, 1e-3);
        Assert.AreEqual(expected.DeadTime, model.DeadTime, 1e-3);
    }

    [TestMethod]
    public void An_experiment_in_which_the_set_point_never_moves_is_refused_with_a_proposal()
    {
        var rows = LoopRow.Experiment(2, 10, 0, 3, 1, noise: 0.1, setPointStep: 0);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => ProcessModel.Fit(LoopRow.View(rows)));
        StringAssert.Contains(error.Message, "set point 'SetPoint' is 50 in all 400 rows");
        StringAssert.Contains(error.Message, "Propose: a proportional controller");
    }

    [TestMethod]
    public void An_output_that_never_moves_is_refused_with_a_proposal()
    {
        var rows = LoopRow.Experiment(2, 10, 0, 3, 0, noise: 0.1);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => ProcessModel.Fit(LoopRow.View(rows)));
        StringAssert.Contains(error.Message, "controller output 'Output' is 30 in all 400 rows: nothing excites the process. Propose:");
    }

    [TestMethod]
    public void A_measured_value_that_does_not_answer_is_refused()
    {
        var rows = LoopRow.Experiment(2, 10, 0, 3, 1, noise: 0);
        var random = new Random(1);
        foreach (var row in rows)
            row.Measured = 50 + LoopRow.Normal(random);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => ProcessModel.Fit(LoopRow.View(rows)));
        StringAssert.Contains(error.Message, "'Measured' does not answer to the controller output 'Output' beyond its noise. Propose:");
    }

    [TestMethod]
    [DataRow(3, 101.0, "goes back from 101 in row 3 (counted from 0) to 100.5")]
    [DataRow(3, 101.5, "stands still at 101.5 in row 4")]
    public void Time_that_does_not_go_forward_is_refused(int row, double time, string expected)
    {
        var rows = LoopRow.Experiment(2, 10, 0, 3, 1, noise: 0.1);
        if (row == 3 && time == 101)
            rows[3].Time = 100.5;
        else
            rows[4].Time = rows[3].Time;
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => ProcessModel.Fit(LoopRow.View(rows))).Message, expected);
    }

    [TestMethod]
    public void Missing_numbers_and_too_few_rows_are_refused()
    {
        var rows = LoopRow.Experiment(2, 10, 0, 3, 1, noise: 0.1);
        rows[7].Output = double.NaN;
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => ProcessModel.Fit(LoopRow.View(rows))).Message,
            "Column 'Output' is NaN in row 7");
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => ProcessModel.Fit(LoopRow.View(rows.Take(5)))).Message, "has 5 rows");
    }

    [TestMethod]
    public void Columns_that_are_missing_or_of_another_type_are_named_together()
    {
        var data = new MLContext(seed: 1).Data.LoadFromEnumerable(new[] { new Texts() });
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => ProcessModel.Fit(data));
        StringAssert.Contains(error.Message, "Could not find set point column 'SetPoint'");
        StringAssert.Contains(error.Message, "measured column 'Measured': expected Single or Double, got String");
    }

    [TestMethod]
    public void Options_outside_their_range_are_named_together()
    {
        var error = Assert.ThrowsExactly<ArgumentException>(() => ProcessModel.Fit(LoopRow.View([]), new ProcessModelOptions
        {
            TimeColumnName = "",
            Order = (ProcessOrder)9,
            LargestDeadTime = 0,
            OutputAtRest = double.NaN,
            ConfidenceLevel = 1,
        }));
        foreach (var name in new[]
        {
            "TimeColumnName", "Order is 9", "LargestDeadTime is 0", "OutputAtRest is NaN", "ConfidenceLevel is 1",
        })
            StringAssert.Contains(error.Message, name);
    }

    [TestMethod]
    public void A_set_point_that_moves_at_once_needs_the_output_at_rest()
    {
        var rows = LoopRow.Experiment(2, 10, 0, 3, 1, noise: 0, count: 400).Skip(40).ToArray(); // the step comes with the first row
        var model = ProcessModel.Fit(LoopRow.View(rows), new ProcessModelOptions { OutputAtRest = 30, Order = ProcessOrder.First });
        Assert.AreEqual(10, model.TimeConstant, 0.05);
        Assert.AreEqual(2, model.Gain, 0.01);
    }

    [TestMethod]
    public void Dead_times_beyond_the_largest_are_not_looked_for()
    {
        var rows = LoopRow.View(LoopRow.Experiment(2, 10, 0, 3, 1, noise: 0.05));
        var options = new ProcessModelOptions { LargestDeadTime = 1, Order = ProcessOrder.First };
        Assert.AreEqual(1, ProcessModel.Fit(rows, options).DeadTime, 1e-9);
    }

    private sealed class Stamped
    {
        public DateTime At { get; set; }

        public float Set { get; set; }

        public float Valve { get; set; }

        public float Level { get; set; }
    }

    private sealed class Texts
    {
        public double Time { get; set; }

        public float Output { get; set; }

        public string Measured { get; set; } = "";
    }
}
