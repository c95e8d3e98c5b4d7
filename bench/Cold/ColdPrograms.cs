using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Bench;

/// <summary>What a program does first: a prediction with a saved model, or an epoch.</summary>
internal static class ColdPrograms
{
    private const string Model = "model.zip", Weights = "weights.dat";

    /// <summary>Saves what the predictions need.</summary>
    public static void Write(string folder)
    {
        var ml = new MLContext(seed: 1);
        var digits = DigitRows.Load(ml);
        using var model = MultilayerPerceptronFit.Estimator(ml, epochs: 1).Fit(digits);
        ml.Model.Save(model, digits.Schema, Path.Combine(folder, Model));
        using var network = Perceptron();
        network.save(Path.Combine(folder, Weights));
    }

    public static void Predict(string folder)
    {
        var ml = new MLContext();
        using var engine = ml.Model.CreatePredictionEngine<Row, Prediction>(ml.Model.Load(Path.Combine(folder, Model), out _));
        Check(engine.Predict(new Row { Features = new float[64] }).Score);
    }

    public static void PlainPredict(string folder)
    {
        using var network = Perceptron();
        network.load(Path.Combine(folder, Weights));
        network.eval();
        using var noGradients = no_grad();
        using var row = tensor(new float[64]).reshape(1, 64);
        using var scores = network.call(row);
        Check(scores.data<float>().ToArray());
    }

    public static void Fit(string folder)
    {
        var ml = new MLContext(seed: 1);
        using var model = MultilayerPerceptronFit.Estimator(ml, epochs: 1).Fit(DigitRows.Load(ml));
    }

    /// <summary>What <see cref="Fit"/> leaves to ML.NET: the text file, the scaling, the keys and the cache, read through once.</summary>
    public static void Read()
    {
        var rows = DigitRows.Load(new MLContext(seed: 1));
        var (features, label) = (rows.Schema["Features"], rows.Schema["Label"]);
        using var cursor = rows.GetRowCursor([features, label]);
        var (pixels, digit) = (cursor.GetGetter<VBuffer<float>>(features), cursor.GetGetter<uint>(label));
        var (row, key) = (default(VBuffer<float>), 0u);
        var sum = 0.0;
        while (cursor.MoveNext())
        {
            pixels(ref row);
            digit(ref key);
            sum += row.GetValues()[0] + key;
        }
        CheckSum(sum);
    }

    /// <summary>The same numbers by splitting lines.</summary>
    public static void PlainRead()
    {
        var rows = File.ReadLines(RepositoryFiles.Data("digits.csv")).Skip(1)
            .Select(line => line.Split(',').Select(number => float.Parse(number, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        CheckSum(rows.Sum(row => row[0] + row[^1] + 1));
    }

    public static void PlainFit(string folder) => DensePeers.MultilayerPerceptron(epochs: 1)();

    private static TorchSharp.Modules.Sequential Perceptron() => Sequential(Linear(64, 128), ReLU(), Linear(128, 10));

    private static void Check(float[] scores)
    {
        if (scores.Length != 10)
            throw new InvalidOperationException($"{scores.Length} scores came of 10 classes.");
    }

    private static void CheckSum(double sum)
    {
        if (!(sum > DigitRows.Count)) // each row's key is 1 at least
            throw new InvalidOperationException($"The digits add up to {sum}.");
    }

    private sealed class Row
    {
        [VectorType(64)]
        public float[] Features { get; set; } = [];
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];
    }
}
