using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms;

namespace DeepML.Samples;

/// <summary>
/// Handwritten digits learned by all processes that mpirun has started, and then scored by them; started without it, by this one. On a
/// machine: <c>mpirun -n 4 dotnet DeepML.Samples.dll together</c>; samples/cluster has files for Slurm and Kubernetes.
/// </summary>
internal static class Together
{
    private const string Scores = "artifacts/together-scores.csv";
    private const string CurvePath = "artifacts/together-curve";

    public static int Run(SampleOutput output, string[] arguments)
    {
        const int epochs = 30;
        using var together = MpiDistribution.Join();
        var ml = new MLContext(seed: 1);
        IDataView Load(string file) => ml.Data.LoadFromTextFile<Digit>(file, separatorChar: ',', hasHeader: true);
        var file = DataFiles.Find("digits.csv");
        var split = ml.Data.TrainTestSplit(Load(file), 0.2, seed: 1);

        TransformerChain<KeyToValueMappingTransformer> Fit(IProgress<EpochProgress>? progress) =>
            ml.Transforms.Conversion.MapValueToKey("Key", "Digit")
                .Append(ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
                {
                    LabelColumnName = "Key",
                    FeatureColumnName = "Pixels",
                    HiddenSizes = [128],
                    Dropout = 0.2,
                    Training = new TrainingOptions
                    {
                        Epochs = epochs,
                        BatchSize = 64,
                        ValidationFraction = 0.1,
                        Threads = 1,
                        Distribution = together,
                        Progress = progress,
                    },
                }))
                .Append(ml.Transforms.Conversion.MapKeyToValue("Answer", "PredictedLabel"))
                .Fit(split.TrainSet);

        // The first process speaks for all.
        var model = together.IsFirst ? output.Train($"Perceptron, {together.Size} processes", epochs, Fit) : Fit(null);
        var traffic = together.Traffic;
        Directory.CreateDirectory(Path.GetDirectoryName(Scores)!);
        var scored = MpiScoring.Run(
            together, ml, model, [file], Load, Scores, new MpiScoringOptions { Columns = ["Digit", "Answer"], RowsPerPart = 200 });
        if (!together.IsFirst)
            return 0;
        var network = model.OfType<MultilayerPerceptronTransformer>().Single();
        var accuracy = ml.MulticlassClassification.Evaluate(model.Transform(split.TestSet), "Key").MicroAccuracy;
        var history = network.TrainingHistory;
        output.Table("Digits, learned and scored together", ["", "value"],
        [
            ["processes", SampleOutput.Number(together.Size)],
            ["accuracy on rows held out", SampleOutput.Percent(accuracy)],
            ["accuracy of the most frequent digit", SampleOutput.Percent(MostFrequent(split.TestSet))],
            ["weights", SampleOutput.Number(network.ParameterCount, "N0")],
            ["rows a second, last epoch", SampleOutput.Number(history.Epochs[^1].RowsPerSecond, "N0")],
            ["words to each other", SampleOutput.Number(traffic.Calls, "N0")],
            ["bytes that each process has said", SampleOutput.Number(traffic.Bytes, "N0")],
            ["seconds in that", SampleOutput.Number(traffic.Time.TotalSeconds, "F2")],
            ["rows scored", $"{scored.Rows} in {scored.Parts} parts, into {Scores}"],
        ]);
        output.Value("together.processes", together.Size);
        output.Value("together.accuracy", accuracy);
        output.Value("together.rows_scored", scored.Rows);
        output.Curve(CurvePath, "Digits, by all processes", history);
        return 0;
    }

    private static double MostFrequent(IDataView rows)
    {
        var digits = rows.GetColumn<float>("Digit").ToArray();
        return digits.GroupBy(digit => digit).Max(group => group.Count()) / (double)digits.Length;
    }

    private sealed class Digit
    {
        [LoadColumn(0, 63), VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [LoadColumn(64), ColumnName("Digit")]
        public float Value { get; set; }
    }
}
