using System.Security.Cryptography;
using DeepML;
using Microsoft.ML;
using Microsoft.ML.Data;

// usage: optimizer (sgd or adam), folder for checkpoints or "-" for none.
// Prints "training" when the fit begins and, when it has ended, the hash of the saved model.
// Or: ends, and how (main or exit): trains on a background thread, and ends the process in the midst of it.
if (args[0] == "ends")
    return EndsWhileTraining.Run(args[1]);
var ml = new MLContext(seed: 5);
var random = new Random(3);
var rows = Enumerable.Range(0, 203).Select(i => Row.Around(i % 3, random)).ToArray();
var data = ml.Data.LoadFromEnumerable(rows);
var keyed = ml.Transforms.Conversion.MapValueToKey("Label", "Name").Fit(data).Transform(data);
var estimator = ml.MulticlassClassification.Trainers.MultilayerPerceptron(new MultilayerPerceptronOptions
{
    HiddenSizes = [24, 12],
    Dropout = 0.3,
    BatchNormalization = true,
    Training = new TrainingOptions
    {
        Epochs = 60,
        BatchSize = 16,
        Optimizer = args[0] == "sgd" ? new GradientDescentOptimizer { Momentum = 0.9, Nesterov = true } : new AdamOptimizer(),
        LearningRate = args[0] == "sgd" ? 0.05 : 0.01,
        Schedule = new CosineSchedule { WarmUpEpochs = 1 },
        InputNoise = 0.05,
        LabelNoise = 0.05,
        LabelSmoothing = 0.1,
        ValidationFraction = 0.2,
        EarlyStopping = new EarlyStopping { Patience = 60 },
        GradientAccumulation = 2,
        L1 = 1e-4,
        GradientClipNorm = 1,
        CheckpointDirectory = args[1] == "-" ? null : args[1],
        CheckpointInterval = TimeSpan.Zero,
    },
});
Console.WriteLine("training");
Console.Out.Flush();
using var model = estimator.Fit(keyed);

// The speeds in the history differ from run to run: the scores of many rows stand for the weights, bit by bit.
using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
foreach (var score in model.Transform(keyed).GetColumn<float[]>("Score"))
    hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(score));
foreach (var epoch in model.TrainingHistory.Epochs)
    hash.AppendData(BitConverter.GetBytes(epoch.TrainingLoss + epoch.ValidationLoss!.Value + epoch.LearningRate));
foreach (var weight in model.NamedWeights.OrderBy(w => w.Key, StringComparer.Ordinal))
    hash.AppendData(weight.Value.cpu().contiguous().bytes.ToArray());
Console.WriteLine(Convert.ToHexString(hash.GetHashAndReset()));
return 0;

internal sealed class Row
{
    [VectorType(8)]
    public float[] Features { get; set; } = [];

    public string Name { get; set; } = "";

    public static Row Around(int centre, Random random)
    {
        var features = new float[8];
        for (var i = 0; i < features.Length; i++)
            features[i] = (float)((i % 3 == centre ? 0.7 : 0.3) + (0.5 * (random.NextDouble() - 0.5)));
        return new Row { Features = features, Name = $"class {centre}" };
    }
}
