using DeepML.Bench;
using Microsoft.ML;
using Microsoft.ML.Data;
using OxyPlot;

namespace DeepML.Samples;

/// <summary>
/// Two simulated pumps from the readings of their loggers to alerts: one chain brings them onto one clock, makes a rate of the counter,
/// fills gaps, scales each pump by itself, and flags windows that an autoencoder of two healthy weeks cannot write again. The chain is
/// saved, and a second load of it watches the week that follows, in which the sensors of one pump fail.
/// </summary>
internal static class Watch
{
    private const string ModelPath = "artifacts/watch.zip";
    private const int HealthySteps = 1440;
    private const int LiveSteps = 672;
    private const int Pause = 6;

    private static readonly DateTime Begin = new(2024, 3, 4);
    private static readonly DateTime Live = Begin.AddDays(15);
    private static readonly PlantFault[] Kinds = Enum.GetValues<PlantFault>();
    private static readonly string[] Units = ["pressure, bar", "flow, l/s", "temperature, °C"];

    private static readonly (string Name, double[] Level)[] Pumps = [("north", [0, 0, 0]), ("south", [0.5, 0, 8])];

    public static int Run(SampleOutput output, string[] arguments)
    {
        var ml = new MLContext(seed: 1);
        var history = Pumps.SelectMany((pump, i) =>
            new PlantLog(pump.Name, pump.Level, seed: i).Readings(new PumpPlant(i).Normal(HealthySteps), Begin)).ToArray();
        var faulty = new PumpPlant(11).WithFaults(LiveSteps, Kinds);
        double[][][] rows = [new PumpPlant(10).Normal(LiveSteps), faulty.Rows];
        var live = Pumps.SelectMany((pump, i) =>
            new PlantLog(pump.Name, pump.Level, seed: 10 + i).Readings(rows[i], Live)).ToArray();
        output.Say($"[bold]Two pumps[/]: {history.Length} readings of 15 healthy days, {live.Length} of the week that follows");

        var expected = FitAndSave(output, ml, history, live);
        var loaded = new MLContext();
        var chain = (TransformerChain<ITransformer>)loaded.Model.Load(ModelPath, out _);
        using var detector = (RecurrentAutoencoderTransformer)chain.LastTransformer;
        var steps = Steps(loaded, chain, live);
        output.Value("watch.reload.difference", expected.Zip(steps, (a, b) => Math.Abs((double)a.Score - b.Score)).Max());

        var alerts = Pumps.SelectMany(pump => WatchAlert.Of([.. steps.Where(step => step.Pump == pump.Name)], Pause)).ToArray();
        var faults = Faults(faulty.Faulty);
        output.Table("Alerts of the loaded chain", ["pump", "from", "to", "score", "sensor to blame", "what was wrong"],
            alerts.Select(alert => new[]
            {
                alert.Pump, $"{alert.From:ddd HH:mm}", $"{alert.To:ddd HH:mm}", SampleOutput.Number(alert.Score, "F1"),
                PumpPlant.Sensors[alert.Sensor],
                string.Join(", ", faults.Where(fault => fault.IsBehind(alert)).Select(fault => fault.ToString()).DefaultIfEmpty("nothing")),
            }));
        var found = faults.Where(fault => alerts.Any(fault.IsBehind)).ToArray();
        var named = found.Count(fault => alerts.First(fault.IsBehind).Sensor == fault.Sensor);
        var wrong = alerts.Count(alert => !faults.Any(fault => fault.IsBehind(alert)));
        output.Say($"{found.Length} of {faults.Length} faults found, {named} with the right sensor; {wrong} alerts for nothing");
        output.Value("watch.faults", faults.Length);
        output.Value("watch.found", found.Length);
        output.Value("watch.named", named);
        output.Value("watch.false", wrong);
        var picture = Draw(
            [.. steps.Where(step => step.Pump == "south")], [.. alerts.Where(alert => alert.Pump == "south")], faults, detector.Threshold);
        output.Say($"The week of the pump 'south': {picture}");
        return 0;
    }

    private static WatchedStep[] FitAndSave(SampleOutput output, MLContext ml, PlantReading[] history, PlantReading[] live)
    {
        var options = new RecurrentAutoencoderOptions { SensorNames = PumpPlant.Sensors, Threshold = new TailThreshold() };
        var rows = ml.Data.LoadFromEnumerable(history);
        using var model = output.Train("autoencoder of windows", options.Training.Epochs ?? 0, progress =>
            Chain(ml, options with { Training = options.Training with { Progress = progress } }).Fit(rows));
        Directory.CreateDirectory("artifacts");
        ml.Model.Save(model, rows.Schema, ModelPath);
        output.Curve("artifacts/watch-learning", "Autoencoder of windows", model.LastTransformer.TrainingHistory);
        output.Say($"The chain: {ModelPath}; a score above {SampleOutput.Number(model.LastTransformer.Threshold)} is an alert");
        return Steps(ml, model, live);
    }

    private static IEstimator<TransformerChain<RecurrentAutoencoderTransformer>> Chain(MLContext ml, RecurrentAutoencoderOptions options) =>
        ml.Transforms.AlignSeries(new AlignSeriesOptions
        {
            Every = PlantLog.Step,
            SeriesColumnName = nameof(PlantReading.Pump),
            MetricColumnName = nameof(PlantReading.Metric),
            Metrics = [PlantLog.Pressure, PlantLog.Temperature, PlantLog.Litres],
            ColumnNames = [nameof(PlantReading.Value)],
            Aggregates = new Dictionary<string, SeriesAggregate> { [PlantLog.Litres] = SeriesAggregate.Last },
        })
        .Append(ml.Transforms.DifferenceCounters("Flow", PlantLog.Litres,
            new CounterDifferences { Per = TimeSpan.FromSeconds(1), WrapsAt = PlantLog.CounterEnd, Initial = 12 }, "Pump", "Time"))
        .Append(ml.Transforms.Concatenate("Measured", PlantLog.Pressure, "Flow", PlantLog.Temperature))
        .Append(ml.Transforms.FillGaps("Sensors", "Measured", new GapFilling { Method = GapFillMethod.Previous, Limit = 8 }, "Pump"))
        .Append(ml.Transforms.ScaleBySeries("Scaled", "Sensors", SeriesScalingMethod.Robust, "Pump"))
        .Append(ml.Transforms.SlidingWindows("Features", null, "Scaled", PlantTruth.Window, horizon: 0, seriesColumnName: "Pump"))
        .Append(ml.AnomalyDetection.Trainers.RecurrentAutoencoder(options));

    private static WatchedStep[] Steps(MLContext ml, ITransformer model, PlantReading[] readings) =>
        [.. ml.Data.CreateEnumerable<WatchedStep>(model.Transform(ml.Data.LoadFromEnumerable(readings)), reuseRowObject: false)];

    private static PlantTruth[] Faults(int[] faulty)
    {
        var starts = Enumerable.Range(0, faulty.Length).Where(t => faulty[t] >= 0 && (t == 0 || faulty[t - 1] < 0)).ToArray();
        return [.. starts.Select((start, i) => new PlantTruth(
            "south", Kinds[i % Kinds.Length], faulty[start], Live + (start * PlantLog.Step),
            Live + ((start + faulty.Skip(start).TakeWhile(sensor => sensor >= 0).Count()) * PlantLog.Step)))];
    }

    private static string Draw(WatchedStep[] steps, WatchAlert[] alerts, PlantTruth[] faults, float threshold)
    {
        var chart = new TimelineChart("A week of the pump 'south': grey is what was wrong, red what the chain blames", [.. Units, "score"]);
        foreach (var fault in faults)
        {
            chart.Mark(fault.Sensor, fault.From, fault.To, OxyColor.FromAColor(110, OxyColors.Gray));
            chart.Mark(Units.Length, fault.From, fault.To, OxyColor.FromAColor(110, OxyColors.Gray), fault.Kind.ToString());
        }
        foreach (var alert in alerts)
            foreach (var strip in (int[])[alert.Sensor, Units.Length])
                chart.Mark(strip, alert.From, alert.To + PlantLog.Step, OxyColor.FromAColor(70, OxyColors.Red));
        for (var sensor = 0; sensor < Units.Length; sensor++)
            chart.Line(sensor, Chart.Colour(sensor), steps.Select(s => (s.Time, (double)s.Sensors[sensor])));
        chart.Line(Units.Length, Chart.Colour(7), steps.Select(step => (step.Time, (double)step.Score)));
        chart.Level(Units.Length, threshold, "an alert above");
        return chart.Save("artifacts/watch");
    }
}
