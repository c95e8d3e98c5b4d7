using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>
/// Faults of a simulated pump found by an autoencoder of windows that has seen none, beside other detectors; the mean of three seeds.
/// Windows that end in a fault are told from windows that hold none; those that hold one that is over are left out.
/// </summary>
internal sealed class PlantWatch : IQualityTask
{
    private const int Length = 24;
    private const int NormalRows = 3000;
    private const int FaultyRows = 4000;

    public string Name => "watch";

    public IEnumerable<(string Name, double Value)> Run()
    {
        var kinds = Enum.GetValues<PlantFault>();
        var measured = Seeds.All.Select(Measure).ToArray();
        foreach (var kind in kinds)
        {
            var name = $"watch.auc.{kind.ToString().ToLowerInvariant()}";
            yield return (name, measured.Average(m => m.Reports[kind].Detectors[0].AreaUnderRocCurve));
            for (var i = 1; i < measured[0].Reports[kind].Detectors.Count; i++)
                yield return ($"{name} ({measured[0].Reports[kind].Detectors[i].Name})",
                    measured.Average(m => m.Reports[kind].Detectors[i].AreaUnderRocCurve));
        }
        yield return ("watch.sensor", measured.Average(m => m.Named.Values.Average()));
        foreach (var kind in kinds)
            yield return ($"watch.sensor.{kind.ToString().ToLowerInvariant()}", measured.Average(m => m.Named[kind]));
    }

    private static (Dictionary<PlantFault, WindowDetectorReport> Reports, Dictionary<PlantFault, double> Named) Measure(int seed)
    {
        var ml = new MLContext(seed);
        var normal = View(ml, PumpPlant.Windows(new PumpPlant(seed).Normal(NormalRows), Length), _ => false);
        var estimator = ml.AnomalyDetection.Trainers.RecurrentAutoencoder(
            new RecurrentAutoencoderOptions { SensorNames = PumpPlant.Sensors });
        var kinds = Enum.GetValues<PlantFault>();
        var tests = kinds.ToDictionary(
            kind => kind, kind => Windows(new PumpPlant(100 + (10 * seed) + (int)kind).WithFaults(FaultyRows, kind)));
        using var model = estimator.Fit(normal);
        var reports = estimator.Compare(
            normal, [.. kinds.Select(kind => View(ml, tests[kind].Windows, i => tests[kind].Faulty[i] >= 0))], model);
        return (kinds.Zip(reports).ToDictionary(r => r.First, r => r.Second),
            kinds.ToDictionary(kind => kind, kind => Named(ml, model, tests[kind].Windows, tests[kind].Faulty)));
    }

    // Share of the faults whose sensor has the largest score over the windows that end in it.
    private static double Named(MLContext ml, RecurrentAutoencoderTransformer model, float[][] windows, int[] faulty)
    {
        var scores = model.Transform(View(ml, windows, _ => false)).GetColumn<float[]>("SensorScores").ToArray();
        var (right, all) = (0, 0);
        for (var i = 0; i < faulty.Length;)
        {
            var (start, sums) = (i, new double[PumpPlant.Sensors.Length]);
            for (; i < faulty.Length && faulty[i] == faulty[start]; i++)
                for (var sensor = 0; sensor < sums.Length; sensor++)
                    sums[sensor] += scores[i][sensor];
            if (faulty[start] < 0)
                continue;
            all++;
            right += Array.IndexOf(sums, sums.Max()) == faulty[start] ? 1 : 0;
        }
        return (double)right / all;
    }

    private static (float[][] Windows, int[] Faulty) Windows((double[][] Rows, int[] Faulty) plant)
    {
        var windows = PumpPlant.Windows(plant.Rows, Length);
        var kept = Enumerable.Range(0, windows.Length)
            .Where(i => plant.Faulty[i + Length - 1] >= 0 || plant.Faulty[i..(i + Length)].All(sensor => sensor < 0)).ToArray();
        return ([.. kept.Select(i => windows[i])], [.. kept.Select(i => plant.Faulty[i + Length - 1])]);
    }

    private static IDataView View(MLContext ml, float[][] windows, Func<int, bool> isFaulty)
    {
        var schema = SchemaDefinition.Create(typeof(Window));
        schema[nameof(Window.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, Length, PumpPlant.Sensors.Length);
        return ml.Data.LoadFromEnumerable(
            windows.Select((window, i) => new Window { Features = window, Label = isFaulty(i) }).ToArray(), schema);
    }

    private sealed class Window
    {
        public float[] Features { get; set; } = [];

        public bool Label { get; set; }
    }
}
