using Microsoft.ML;

namespace DeepML.Samples;

/// <summary>
/// A heater is identified in a closed loop, by an experiment and by the better one that the first proposes; its controller is tuned, and
/// the heater runs with the controller before and after: a step of the set point, and a door that opens.
/// </summary>
internal static class Control
{
    private const double Rest = 60; // °C, at 25 %
    private const double Step = 10;

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        output.Say("[bold]A heater in a closed loop[/]: proportional controller, set point up and back, noise of 0.15 °C");
        var first = Experiment(new ExperimentPlan(2, 5, 1200, Heater.Sample, 0, 0, 0, false), seed: 1);
        var guess = ProcessModel.Fit(ml.Data.LoadFromEnumerable(first));
        output.Text($"First experiment, 20 minutes:\n{guess.Identification}");

        var plan = guess.NextExperiment(new ExperimentLimits { LargestMeasuredMove = 10, LargestOutputMove = 40, RelativeError = 0.02 });
        output.Text($"Proposed: {plan}\n");
        var second = Experiment(plan, seed: 2);
        var model = ProcessModel.Fit(ml.Data.LoadFromEnumerable(second));
        var check = model.Check(ml.Data.LoadFromEnumerable(first));
        output.Text($"Proposed experiment:\n{model.Identification}On the first experiment: {check}\n");
        output.Say($"The experiment and the model: {DrawExperiment(second, model)}");

        var report = PidTuning.Tune(model, new PidTuningOptions
        {
            SampleTime = Heater.Sample,
            SetPointStep = Step,
            OutputMinimum = 0,
            OutputMaximum = 100,
        });
        output.Text(report.ToString());
        var rule = report.Results.Single(result => result.Rule == PidRule.ZieglerNichols).Settings;
        var (before, after) = (Drive(rule), Drive(report.Best.Settings));
        output.Say($"Before: {rule}");
        output.Say($"After:  {report.Best.Settings}");
        output.Say($"The heater with both: {DrawResponses(before, after)}");
        foreach (var (name, rows) in new[] { ("before", before), ("after", after) })
        {
            output.Value($"control.{name}.overshoot", 100 * (rows.Take(rows.Length / 2).Max(r => r.Measured) - Rest - Step) / Step);
            output.Value($"control.{name}.error", rows.Average(row => Math.Abs(row.SetPoint - row.Measured)));
        }
        output.Table("On the heater", ["controller", "overshoot", "mean error, °C", "travel of the actuator, %"],
            new[] { ("Ziegler-Nichols", before), ("optimal", after) }.Select(c => new[]
            {
                c.Item1, SampleOutput.Percent((c.Item2.Take(c.Item2.Length / 2).Max(r => r.Measured) - Rest - Step) / Step),
                SampleOutput.Number(c.Item2.Average(row => Math.Abs(row.SetPoint - row.Measured))),
                SampleOutput.Number(c.Item2.Zip(c.Item2.Skip(1), (a, b) => Math.Abs(b.Output - a.Output)).Sum()),
            }));
        output.Value("control.fit", check.FitPercent);
        return 0;
    }

    // A proportional controller, with the set point of a plan.
    private static HeaterRow[] Experiment(ExperimentPlan plan, int seed)
    {
        var heater = new Heater(seed);
        return [.. Enumerable.Range(0, (int)(plan.Duration / Heater.Sample)).Select(i =>
        {
            var row = new HeaterRow { Time = i * Heater.Sample, Measured = heater.Measure() };
            row.SetPoint = Rest + plan.SetPointAt(row.Time);
            row.Output = Math.Clamp(Heater.AtRest + (plan.ControllerGain * (row.SetPoint - row.Measured)), 0, 100);
            heater.Advance(row.Output);
            return row;
        })];
    }

    // A step of the set point after two minutes; the door opens half-way through.
    private static HeaterRow[] Drive(PidSettings settings)
    {
        const int count = 1200;
        var heater = new Heater(seed: 3);
        var controller = new PidController(settings, Heater.Sample, minimum: 0, maximum: 100);
        controller.Reset(Rest, Rest, Heater.AtRest);
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            heater.Door = i >= count / 2 ? 0.25 : 0;
            var row = new HeaterRow { Time = i * Heater.Sample, SetPoint = Rest + (i >= 60 ? Step : 0), Measured = heater.Measure() };
            row.Output = controller.Next(row.SetPoint, row.Measured);
            heater.Advance(row.Output);
            return row;
        })];
    }

    private static string DrawExperiment(HeaterRow[] rows, ProcessModel model)
    {
        var chart = new LoopChart("A heater under a proportional controller, and the model found", "°C", "power, %");
        var simulation = model.Start(Heater.Sample);
        var said = new List<double> { model.MeasuredAtRest };
        foreach (var row in rows)
            said.Add(simulation.Advance(row.Output));
        double[] minutes = [.. rows.Select(row => row.Time / 60)];
        chart.Upper("measured", Chart.Colour(7), minutes, [.. rows.Select(row => row.Measured)], 1);
        chart.Upper("set point", Chart.Colour(1), minutes, [.. rows.Select(row => row.SetPoint)]);
        chart.Upper("model, from the power alone", Chart.Colour(0), minutes, said, 3);
        chart.Lower("power", Chart.Colour(2), minutes, [.. rows.Select(row => row.Output)]);
        return chart.Save("artifacts/control-experiment");
    }

    private static string DrawResponses(HeaterRow[] before, HeaterRow[] after)
    {
        var chart = new LoopChart("The heater before and after: a step of the set point, and a door that opens at 20 minutes", "°C",
            "power, %");
        double[] minutes = [.. before.Select(row => row.Time / 60)];
        chart.Upper("before: Ziegler-Nichols", Chart.Colour(3), minutes, [.. before.Select(row => row.Measured)]);
        chart.Upper("after: least ITAE under limits", Chart.Colour(0), minutes, [.. after.Select(row => row.Measured)]);
        chart.Upper("set point", Chart.Colour(7), minutes, [.. before.Select(row => row.SetPoint)], 1);
        chart.Lower("power before", Chart.Colour(3), minutes, [.. before.Select(row => row.Output)]);
        chart.Lower("power after", Chart.Colour(0), minutes, [.. after.Select(row => row.Output)]);
        return chart.Save("artifacts/control-responses");
    }
}
