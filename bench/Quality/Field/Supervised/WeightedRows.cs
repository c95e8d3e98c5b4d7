using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Bench;

/// <summary>What supervised trainers owe: weights of rows, a threshold, a perceptron of yes and no, and errors with a remedy.</summary>
internal sealed class WeightedRows : IFieldCheck
{
    public int Number => 26;

    public string Fault =>
        "weights doubled are not rows doubled, a binary perceptron is missing, texts are no classes, or a refusal does not say the remedy";

    public bool Holds() => WeightsCountAsRows() && PerceptronAnswersYesAndNo() && TextsAreClasses() && RefusalsNameTheRemedy();

    private static bool WeightsCountAsRows()
    {
        var rows = Rows(200);
        for (var i = 0; i < rows.Length; i++)
            rows[i].Weight = i % 3;
        var repeated = rows.SelectMany(row => Enumerable.Repeat(row, (int)row.Weight)).ToArray();
        var (weighted, doubled) = (Scores(rows, "Weight"), Scores(repeated, null));
        var alike = Scores(rows, null);
        return Largest(weighted, doubled) < 1e-3 && Largest(weighted, alike) > 1e-2;

        float[] Scores(Row[] train, string? weights)
        {
            var ml = new MLContext(seed: 1);
            using var model = ml.Regression.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
            {
                LabelColumnName = "Number",
                ExampleWeightColumnName = weights,
                HiddenSizes = [16],
                InputScaling = NetworkInputScaling.None,
                Training = new TrainingOptions { Epochs = 30, BatchSize = 1000, LearningRate = 0.01 },
            }).Fit(ml.Data.LoadFromEnumerable(train));
            return [.. model.Transform(ml.Data.LoadFromEnumerable(rows)).GetColumn<float>("Score")];
        }
    }

    private static bool PerceptronAnswersYesAndNo()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Rows(200));
        using var model = ml.BinaryClassification.Trainers.Perceptron("IsAbove").Fit(data);
        var strict = ml.BinaryClassification.ChangeModelThreshold(model, float.MaxValue);
        return ml.BinaryClassification.EvaluateNonCalibrated(model.Transform(data), "IsAbove").Accuracy > 0.97
            && !strict.Transform(data).GetColumn<bool>("PredictedLabel").Contains(true);
    }

    private static bool TextsAreClasses()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Rows(200));
        using var model = ml.MulticlassClassification.Trainers.MultilayerPerceptron("Name").Fit(data);
        var scored = model.Transform(data);
        var answers = ml.Transforms.Conversion.MapKeyToValue("PredictedLabel")
            .Fit(scored).Transform(scored).GetColumn<string>("PredictedLabel");
        return answers.Zip(data.GetColumn<string>("Name"), (answer, name) => answer == name).Count(right => right) >= 190;
    }

    private static bool RefusalsNameTheRemedy()
    {
        var ml = new MLContext(seed: 1);
        var data = ml.Data.LoadFromEnumerable(Rows(3));
        return Says(() => ml.Regression.Trainers.MultilayerPerceptron("Precise").Fit(data), "ConvertType(\"Precise\"")
            && Says(() => ml.MulticlassClassification.Trainers.MultilayerPerceptron("Precise").Fit(data), "MapValueToKey(\"Precise\")");

        static bool Says(Action fit, string remedy)
        {
            try
            {
                fit();
                return false;
            }
            catch (ArgumentException error)
            {
                return error.Message.Contains(remedy, StringComparison.Ordinal);
            }
        }
    }

    private static double Largest(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs((double)x - y)).Max();

    private static Row[] Rows(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => Row.Draw(random))];
    }

    private sealed class Row
    {
        [VectorType(2)]
        public float[] Features { get; set; } = [];

        public float Number { get; set; }

        public bool IsAbove { get; set; }

        public double Precise { get; set; }

        public string Name { get; set; } = "";

        public float Weight { get; set; } = 1;

        public static Row Draw(Random random)
        {
            var (x, y) = ((float)((2 * random.NextDouble()) - 1), (float)((2 * random.NextDouble()) - 1));
            if (Math.Abs(x - y) < 0.1f)
                x += 0.3f; // a gap between the two sides
            return new Row { Features = [x, y], Number = (x * y) + x, IsAbove = x > y, Precise = x, Name = x > 0 ? "right" : "left" };
        }
    }
}
