using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>The fit of a classifier that knows classes by their descriptions.</summary>
/// <param name="fit">The frame of the fit.</param>
/// <param name="options">What the user sets.</param>
/// <param name="plan">The layers that embed rows.</param>
/// <param name="classes">The classes.</param>
internal sealed class DescribedFit(FitSession fit, PrototypesOptions options, EmbeddingFit plan, DescribedClasses classes)
{
    private const double Sharpness = 10; // logits of vectors of length 1 lie between -20 and 20, but for a constant
    private const int FewestToHoldOutOf = 4;
    private const int HeldOutShare = 4; // a quarter of the classes
    private const int MeasuredShare = 5; // a fifth of the rows
    private const int PassRows = 256;

    private readonly ClassDescriptions _given = options.ClassDescriptions!;

    private PrototypeArchitecture Architecture => new(
        plan.Architecture, classes.IsSeen.Length, new DescriberArchitecture(_given.Size, [.. _given.HiddenSizes]));

    /// <summary>Trains, and takes the prototype of each class from its description.</summary>
    /// <param name="rows">Rows of the classes that are seen.</param>
    /// <param name="previous">The model to start from; null for fresh weights.</param>
    /// <exception cref="ArgumentException">More classes are to be held out than there are.</exception>
    public (PrototypeNetwork Network, TrainingHistory History) Run(FitRows rows, PrototypesTransformer? previous)
    {
        var penalty = _given.SeenPenalty ?? ChoosePenalty(rows);
        var placed = fit.Place(new PrototypeNetwork(Architecture));
        plan.Begin(placed.Network.Embedding, previous, fit);
        var history = Train(placed, rows.Training, rows.Validation, i => classes.IsSeen[i]);
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        placed.Network.SetPrototypes(
            placed.Network.Describe(classes.Descriptions(fit.Device)),
            classes.Raised(i => classes.IsSeen[i] ? -(float)penalty : classes.Numbers[i] is null ? null : 0));
        return (placed.Network, history);
    }

    private TrainingHistory Train(
        PlacedNetwork<PrototypeNetwork> placed, IBatchSource rows, IBatchSource? validation, Func<int, bool> isLearned)
    {
        placed.Network.Sharpness = Sharpness;
        using var descriptions = classes.Descriptions(fit.Device);
        using var raised = tensor(classes.Raised(i => isLearned(i) ? 0 : null), device: fit.Device);
        using var step = new DescribedStep(placed.Network, placed.Update(), descriptions, raised, options.Body?.Changes);
        return fit.Train(step, rows, validation);
    }

    // Learns without some classes, and looks how rows of these fare beside rows of the others.
    private double ChoosePenalty(FitRows rows)
    {
        var (seen, unseen) = (classes.Seen, classes.Unseen);
        if (_given.HeldOutClasses is { } asked && asked > seen.Length - 2)
            throw new ArgumentException(
                $"ClassDescriptions.HeldOutClasses is {asked}; it must be in [1, {seen.Length - 2}]: {seen.Length} classes have training "
                + "rows, and two must be left.", nameof(rows));
        var count = _given.HeldOutClasses ?? (unseen.Length > 0 && seen.Length >= FewestToHoldOutOf ? seen.Length / HeldOutShare : 0);
        if (count == 0)
        {
            Choose(0, unseen.Length == 0 ? "every class has training rows" : "too few classes to hold one out");
            return 0;
        }
        var random = new Random(fit.Seed);
        random.Shuffle(seen);
        var (left, learned) = (seen[..count], seen[count..]);
        var all = EmbeddingFit.Drawn(rows.Training);
        using var strange = ClassRows.Of(all, [.. classes.IsSeen.Select((_, i) => left.Contains(i))]);
        var (known, measured) = Split(ClassRows.Of(all, [.. classes.IsSeen.Select((_, i) => learned.Contains(i))])!);
        using (known)
        using (measured)
        {
            var placed = fit.PlaceForNow(new PrototypeNetwork(Architecture));
            if (plan.Scales is not null)
                placed.Network.Embedding.Scaling!.Set(plan.Scales);
            Train(placed, known, measured, learned.Contains);
            var (penalty, mean) = SeenPenalty.Choose(
                Stacked(placed.Network, measured, learned, left, areSeen: true),
                Stacked(placed.Network, strange!, learned, left, areSeen: false));
            Choose(penalty, FormattableString.Invariant($"harmonic mean {mean:G3} of the accuracies on rows held out and on rows of ")
                + string.Join(", ", left.Select(i => $"'{classes.Head.KeyValues!.Texts[i]}'")) + ", which a first training left out");
            return penalty;
        }
    }

    private void Choose(double penalty, string reason) => fit.Chosen.Add(new AutomaticChoice(
        "ClassDescriptions.SeenPenalty", FormattableString.Invariant($"{penalty:G3}"), reason));

    private (InMemoryBatches Known, InMemoryBatches Measured) Split(InMemoryBatches rows) =>
        rows.SplitRandomly(Math.Max(1, rows.RowCount / MeasuredShare), fit.Seed);

    private List<StackedRow> Stacked(PrototypeNetwork network, InMemoryBatches rows, int[] seen, int[] unseen, bool areSeen)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var stacked = new List<StackedRow>();
        var described = network.Describe(classes.Descriptions(fit.Device));
        foreach (var batch in rows.Epoch(PassRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var inner = NewDisposeScope();
            var logits = network.Compare(network.Embedding.Embed(batch.Features, batch.LengthsIfAny), described).ReadAll<float>();
            var labels = batch.Targets.ReadAll<long>();
            for (var row = 0; row < labels.Length; row++)
            {
                var of = logits.AsMemory(row * classes.IsSeen.Length, classes.IsSeen.Length);
                var (known, strange) = (seen.MaxBy(i => of.Span[i]), unseen.MaxBy(i => of.Span[i]));
                stacked.Add(new StackedRow(of.Span[known] - of.Span[strange], (areSeen ? known : strange) == labels[row]));
            }
        }
        return stacked;
    }
}
