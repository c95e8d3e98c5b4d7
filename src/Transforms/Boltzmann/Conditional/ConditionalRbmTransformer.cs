using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted Boltzmann machine with a past: adds the hidden means of the last frame of each row, predicts the next frame, and goes on with
/// sequences.
/// </summary>
[ArchiveKind("ConditionalBoltzmannMachine", version: 1)]
public sealed class ConditionalRbmTransformer
    : ScoringTransformer, IArchived<ConditionalRbmTransformer, ConditionalRbmDescription, ConditionalRbmNetwork>
{
    private readonly ConditionalRbmNetwork _network;
    private readonly int _passes;

    internal ConditionalRbmTransformer(
        IHostEnvironment environment, ConditionalRbmDescription description, ConditionalRbmNetwork network, Device device)
        : base(
            environment, description, network, device,
            [new VectorInput(description.Columns.Input, "input", description.Architecture.RowSize)],
            ScoredOutputs.Of(
                rows => new ConditionalRbmPass(network, rows[0], description.Passes),
                description.Columns.Outputs(description.Architecture.Machine.HiddenSize, description.Architecture.FrameSize)))
    {
        (_network, _passes) = (network, description.Passes);
    }

    /// <summary>Numbers of a frame.</summary>
    public int FrameSize => _network.Architecture.FrameSize;

    /// <summary>Frames before the present one that are read.</summary>
    public int PastFrames => _network.Architecture.PastFrames;

    /// <summary>Number of hidden units: numbers per row of the output column.</summary>
    public int HiddenSize => _network.Architecture.Machine.HiddenSize;

    /// <summary>What the visible units hold.</summary>
    public VisibleUnits VisibleUnits => _network.Architecture.Machine.VisibleUnits;

    internal ConditionalRbmNetwork Machine => _network;

    /// <summary>The frames that follow, without chance: each is predicted from those before it, predicted ones among them.</summary>
    /// <param name="past">At least <see cref="PastFrames"/> frames of <see cref="FrameSize"/> numbers, the oldest first.</param>
    /// <param name="count">How many; at least 1.</param>
    /// <returns>Frames in the scale of the data; for bits their probabilities.</returns>
    /// <exception cref="ArgumentException">There are fewer frames, or one has another size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    public IReadOnlyList<float[]> Predict(IReadOnlyList<float[]> past, int count = 1)
    {
        using var use = Use();
        return GoOn(past, count, (seen, last) => _network.Next(seen, last, _passes));
    }

    /// <summary>Goes on with a sequence by chance: each frame is drawn by Gibbs sampling under those before it.</summary>
    /// <param name="past">At least <see cref="PastFrames"/> frames of <see cref="FrameSize"/> numbers, the oldest first.</param>
    /// <param name="count">Frames to draw; at least 1.</param>
    /// <param name="gibbsSteps">Full steps of sampling for each frame; at least 1.</param>
    /// <param name="means">
    /// Whether each frame is the means of the last step, without its noise, as for motion, instead of what was drawn from them.
    /// </param>
    /// <param name="seed">Fixes every draw; null draws it from the environment.</param>
    /// <returns>Frames in the scale of the data.</returns>
    /// <exception cref="ArgumentException">There are fewer frames, or one has another size.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count or the number of steps is below 1.</exception>
    public IReadOnlyList<float[]> Generate(
        IReadOnlyList<float[]> past, int count, int gibbsSteps = 30, bool means = true, int? seed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(gibbsSteps, 1);
        using var use = Use();
        using var random = new GibbsRandom(seed ?? Environment.Register("Sampling").Rand.Next(), Device);
        return GoOn(past, count, (seen, last) =>
        {
            var (mean, drawn) = _network.Draw(seen, last, gibbsSteps, random);
            return means ? mean : drawn;
        });
    }

    static ConditionalRbmTransformer
        IArchived<ConditionalRbmTransformer, ConditionalRbmDescription, ConditionalRbmNetwork>.From(
            ConditionalRbmDescription description, ConditionalRbmNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);

    private List<float[]> GoOn(IReadOnlyList<float[]> past, int count, Func<Tensor, Tensor, Tensor> next)
    {
        ArgumentNullException.ThrowIfNull(past);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (past.Count < PastFrames)
            throw new ArgumentException($"There are {past.Count} frames; at least {PastFrames} are needed to go on from.", nameof(past));
        for (var i = 0; i < past.Count; i++)
            if (past[i]?.Length != FrameSize || !Array.TrueForAll(past[i], float.IsFinite))
                throw new ArgumentException($"Each frame must have {FrameSize} finite numbers; frame {i} has not.", nameof(past));
        using var gradientsOff = no_grad();
        var frames = new Queue<float[]>(past.Skip(past.Count - PastFrames));
        var made = new List<float[]>();
        for (var i = 0; i < count; i++)
        {
            using var scope = NewDisposeScope();
            var rows = tensor(frames.SelectMany(frame => frame).ToArray(), [1, PastFrames * FrameSize], device: Device);
            var (seen, last) = _network.PastOf(rows);
            made.Add(RowArrays.Read(_network.Machine.Restore(next(seen, last)))[0]);
            frames.Dequeue();
            frames.Enqueue(made[^1]);
        }
        return made;
    }
}
