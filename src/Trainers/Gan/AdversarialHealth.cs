using DeepML.Data;
using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>How good generated rows are.</summary>
/// <param name="Distance">
/// Energy distance to the real rows, relative to these rows' mean distance: 0 if the same, about 1 or more if far.
/// </param>
/// <param name="Diversity">Mean distance between generated rows, relative to that between real ones: 0 if all are the same.</param>
/// <param name="Coverage">Share of classes whose generated rows are mostly recognized as theirs; null without classes.</param>
internal readonly record struct AdversarialQuality(double Distance, double Diversity, double? Coverage);

/// <summary>
/// Compares generated rows with real ones of the same conditions, always with the same noise, about a hundred times per training.
/// </summary>
/// <param name="architecture">What a row is made of, and the noise it is made from.</param>
/// <param name="classes">Classes, if the condition is one class; 0 if not.</param>
/// <param name="seed">
/// Fixes the noise. It comes from a generator of its own: measuring leaves the numbers that training draws as they are.
/// </param>
internal sealed class AdversarialHealth(GeneratorArchitecture architecture, int classes, int seed) : IDisposable
{
    private const int Measurements = 100;
    private const int PicturesAtOnce = 64;

    private LinearProbe? _probe;
    private bool _isDue = true;
    private bool _isNew;
    private double _doubt;
    private AdversarialQuality? _last;

    /// <summary>Decides whether this epoch ends with a measurement: the last one always does.</summary>
    public void EpochStarting(int epoch, int epochs)
    {
        var interval = Math.Max(1, epochs / Measurements);
        _isDue = epoch % interval == 0 || epoch == epochs || epoch == 1;
    }

    /// <summary>The distance of the last measurement, once, and how much of it may be chance; null if it was taken already.</summary>
    public (double Distance, double Doubt)? TakeNewDistance()
    {
        if (!_isNew)
            return null;
        _isNew = false;
        return (_last!.Value.Distance, _doubt);
    }

    /// <summary>Measures a generator, or gives the last result if nothing is due.</summary>
    /// <param name="generator">Noise and condition → rows before their last function; in scoring mode.</param>
    /// <param name="real">Real rows (batch, row) with their conditions (batch, condition): the same in every call.</param>
    public AdversarialQuality Measure(nn.Module<Tensor, Tensor, Tensor> generator, TensorBatch real)
    {
        if (!_isDue && _last is { } known)
            return known;
        using var scope = NewDisposeScope();
        using var random = new Generator((ulong)(uint)seed);
        var noise = Latents.Draw(architecture, real.Rows, random).to(real.Features.device);
        // Pictures few at a time: the feature maps of all would be had anew from the system for every layer.
        var atOnce = architecture.Picture is null ? real.Rows : PicturesAtOnce;
        var answers = noise.split(atOnce).Zip(real.Conditions.split(atOnce)).Select(
            some => GanNetworks.Draw(generator, some.First, some.Second, random));
        var made = RowFunctions.Apply(cat([.. answers], 0), architecture.Blocks, random, hard: true); // (batch, row)
        var found = Compare(real.Features, made, real.Conditions);
        _last = found;
        _isNew = _isDue && double.IsFinite(found.Distance); // a training taken up again measures at once, but decides at the same epochs
        _doubt = 1.0 / real.Rows; // two samples of the same n rows' distribution lie about 2 / n apart
        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => _probe?.Dispose();

    private AdversarialQuality Compare(Tensor real, Tensor made, Tensor condition)
    {
        var amongReal = MeanDistance(real, real);
        var amongMade = MeanDistance(made, made);
        var diversity = amongReal > 0 ? amongMade / amongReal : 1;
        // The condition counts as part of the row, so that good rows of the wrong class are far from the real ones.
        var scale = amongReal > 0 ? amongReal : 1;
        var weighted = condition.Times(scale);
        var (realPairs, madePairs) = (cat([real, weighted], 1), cat([made, weighted], 1));
        var (spread, madeSpread) = (amongReal, amongMade);
        if (condition.size(1) > 0)
            (spread, madeSpread) = (MeanDistance(realPairs, realPairs), MeanDistance(madePairs, madePairs));
        var distance = (2 * MeanDistance(realPairs, madePairs)) - spread - madeSpread;
        return new AdversarialQuality(
            distance / (spread > 0 ? spread : 1), diversity, classes > 1 ? Coverage(real, made, condition) : null);
    }

    private double Coverage(Tensor real, Tensor made, Tensor condition)
    {
        _probe ??= new LinearProbe(real, condition);
        var hits = _probe.Classify(made).eq(condition.argmax(1)).to(float32).unsqueeze(1); // (batch, 1)
        var asked = condition.sum(new long[] { 0 }); // (classes)
        var recognized = (condition * hits).sum(new long[] { 0 });
        var present = asked.gt(Numbers.Zero);
        return recognized[present].mul(Numbers.Kept(2)).ge(asked[present]).to(float32).mean().Read<float>();
    }

    private static double MeanDistance(Tensor a, Tensor b) => cdist(a, b).mean().to(float64).Read<double>();
}
