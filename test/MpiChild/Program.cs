using System.Globalization;
using System.Runtime.InteropServices;
using DeepML;
using DeepML.MpiChild;
using Microsoft.ML;

// usage: families, "score" or "words"; folder for results; then name=value pairs. Prints lines that begin with "rank N", and writes the
// weights of each rank.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var (families, folder) = (args[0].Split(','), args[1]);
var given = args.Skip(2).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
int Number(string name, int otherwise) => given.TryGetValue(name, out var text) ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
double Fraction(string name) => given.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : 0;

var together = MpiDistribution.Join(new MpiOptions
{
    GradientPrecision = given.ContainsKey("rounded") ? Precision.BFloat16 : Precision.Float32,
    Library = given.GetValueOrDefault("library"),
    LostAfter = TimeSpan.FromSeconds(Number("lostafter", 8)),
});
var rank = together.Rank;
void Say(string what) => Console.Out.Write($"rank {rank} {what}\n");
Say($"of {together.Size} pid {Environment.ProcessId} local {together.LocalRank}");
bool IsOdd(string what) => rank == together.Size - 1 && rank > 0 && given.GetValueOrDefault("odd") == what;

if (IsOdd("leaves"))
{
    together.Dispose();
    return 0;
}
var training = new TrainingOptions
{
    Epochs = Number("epochs", 3),
    BatchSize = IsOdd("batch") ? 8 : Number("batch", 16),
    LearningRate = 0.01,
    ValidationFraction = Fraction("validation"),
    GradientAccumulation = Number("accumulation", 1),
    EarlyStopping = given.TryGetValue("patience", out var patience) ? new EarlyStopping { Patience = int.Parse(patience) } : null,
    Threads = 1,
    CheckpointDirectory = given.GetValueOrDefault("checkpoints"),
    CheckpointInterval = TimeSpan.Zero,
    Distribution = together,
    Progress = new Told(progress =>
    {
        if (progress.IsEpochEnd)
            Say($"epoch {progress.Epoch} loss {progress.TrainingLoss:R} validation {progress.ValidationLoss:R}");
        if (Number("slow", 0) is > 0 and var wait)
            Thread.Sleep(wait);
    }),
    Cancellation = IsOdd("cancel") ? new CancellationTokenSource(Number("after", 0)).Token : default,
};
if (given.ContainsKey("auto"))
    training = training with
    {
        Epochs = null,
        BatchSize = null,
        LearningRate = null,
        ValidationFraction = null,
        TimeLimit = given.TryGetValue("seconds", out var seconds) ? TimeSpan.FromSeconds(int.Parse(seconds)) : null,
    };
var rows = Row.Create(Number("rows", 101), seed: IsOdd("rows") ? 4 : 3);
if (IsOdd("nan"))
    rows[5].Features[2] = float.NaN;
var ml = given.ContainsKey("unseeded") ? new MLContext() : new MLContext(seed: IsOdd("seed") ? 7 : 5);
try
{
    if (families is ["score"])
    {
        Say($"{Scoring.Run(together, folder, given)}");
        families = [];
    }
    if (families is ["words"])
    {
        File.WriteAllLines(Path.Combine(folder, $"words-{rank}.txt"), Words.Said(together)); // launchers mix what is said at length
        families = [];
    }
    var data = given.ContainsKey("shares")
        ? together.GatherRows(Shares.Of(ml, rows, rank, together.Size, given["shares"]))
        : ml.Data.LoadFromEnumerable(rows);
    foreach (var family in families)
    {
        using var model = Families.Fit(family, ml, data, training, Fraction("dropout"));
        var numbers = model.NamedWeights.OrderBy(weight => weight.Key, StringComparer.Ordinal)
            .Where(weight => weight.Value.is_floating_point())
            .SelectMany(weight => MemoryMarshal.Cast<byte, float>(weight.Value.cpu().contiguous().bytes).ToArray()).ToArray();
        File.WriteAllBytes(Path.Combine(folder, $"{family}-{rank}.bin"), MemoryMarshal.AsBytes<float>(numbers).ToArray());
        var history = model.TrainingHistory;
        Say($"done {family} epochs {history.Epochs.Count} stop {history.StopReason} {history.StopMessage}");
    }
    Say($"traffic calls {together.Traffic.Calls} bytes {together.Traffic.Bytes}");
}
catch (Exception error)
{
    File.WriteAllText(Path.Combine(folder, $"error-{rank}.txt"), error.Message); // launchers may lose what is said at the end
    Say($"error {error.GetType().Name} {error.Message}");
    together.Dispose();
    return 3;
}
together.Dispose();
return 0;

internal sealed class Told(Action<EpochProgress> act) : IProgress<EpochProgress>
{
    public void Report(EpochProgress value) => act(value);
}
