using System.Globalization;
using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>A fitted restricted Boltzmann machine: adds the means of the hidden units, and can reconstruct, judge and draw rows.</summary>
[ArchiveKind("RestrictedBoltzmannMachine", version: 1)]
public sealed class RbmTransformer : ScoringTransformer, IArchived<RbmTransformer, RbmDescription, RbmNetwork>
{
    private const int BatchRows = 256;
    private readonly RbmNetwork _network;

    internal RbmTransformer(IHostEnvironment environment, RbmDescription description, RbmNetwork network, Device device)
        : base(
            environment, description, network, device,
            [new VectorInput(description.Columns.Input, "input", description.Architecture.VisibleSize)],
            ScoredOutputs.Of(rows => new RbmPass(network, rows[0]), description.Columns.Outputs(description.Architecture.HiddenSize)))
    {
        Columns = description.Columns;
        _network = network;
    }

    /// <summary>Number of visible units: numbers per row of the input column.</summary>
    public int VisibleSize => _network.Architecture.VisibleSize;

    /// <summary>Number of hidden units: numbers per row of the output column.</summary>
    public int HiddenSize => _network.Architecture.HiddenSize;

    /// <summary>What the visible units hold.</summary>
    public VisibleUnits VisibleUnits => _network.Architecture.VisibleUnits;

    /// <summary>What the hidden units hold.</summary>
    public HiddenUnits HiddenUnits => _network.Architecture.HiddenUnits;

    /// <summary>
    /// The weights of each hidden unit, one array of <see cref="VisibleSize"/> numbers per unit: what the unit looks for.
    /// </summary>
    public IReadOnlyList<float[]> Weights => Read(_network.Weight);

    /// <summary>The bias of each visible unit; for Gaussian units in standardized numbers.</summary>
    public IReadOnlyList<float> VisibleBiases => Read(_network.VisibleBias)[0];

    /// <summary>The bias of each hidden unit.</summary>
    public IReadOnlyList<float> HiddenBiases => Read(_network.HiddenBias)[0];

    /// <summary>
    /// The standard deviation of each visible number around the hidden units' word, in the unit of the data (or of the curve that
    /// InputScaling has laid over them); null unless the visible units are Gaussian.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public IReadOnlyList<float>? VisibleDeviations
    {
        get
        {
            if (VisibleUnits != VisibleUnits.Gaussian)
                return null;
            using var use = Use();
            using var scope = NewDisposeScope();
            var scale = _network.Scale;
            return (_network.LogVariance is { } variance ? scale * variance.detach().Times(0.5).exp_() : scale).ReadAll<float>();
        }
    }

    /// <summary>The columns' slots that each hidden unit is most for: the top words of a topic.</summary>
    /// <param name="schema">
    /// A schema with the input column, whose slot names are taken; without names a slot is called by its number.
    /// </param>
    /// <param name="count">Slots of each unit; at least 1, and at most as many as there are.</param>
    /// <returns>For each hidden unit its slots, the largest weight first.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The count is out of range, or the input column is missing or of another size.
    /// </exception>
    public IReadOnlyList<IReadOnlyList<SlotWeight>> TopSlots(DataViewSchema schema, int count = 10)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, VisibleSize);
        SchemaFaults.Check(schema, Inputs);
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        var column = schema[Columns.Input];
        if (column.HasSlotNames())
            column.GetSlotNames(ref names);
        var values = names.DenseValues().Select(name => name.ToString()).ToArray();
        string NameOf(int slot) =>
            slot < values.Length && values[slot].Length > 0 ? values[slot] : slot.ToString(CultureInfo.InvariantCulture);
        return [.. Weights.Select(unit => unit.Select((weight, slot) => new SlotWeight(slot, NameOf(slot), weight))
            .OrderByDescending(slot => slot.Weight).Take(count).ToArray())];
    }

    internal RbmColumns Columns { get; }

    internal RbmNetwork Machine => _network;

    internal IHostEnvironment HostEnvironment => Environment;

    /// <summary>Passes rows up to the hidden units' means and down again.</summary>
    /// <param name="data">Data with the input column.</param>
    /// <returns>The data, with the input column replaced by its reconstruction: a vector of the same size and scale.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type or size.</exception>
    public IDataView Reconstruct(IDataView data) => View(
        data, Inputs, rows => _network.Restore(_network.Reconstruct(_network.Standardize(rows[0]))),
        new(VectorOutput.LikeSlotsOf(Columns.Input, VisibleSize, Columns.Input), restored => restored));

    /// <summary>Draws rows by Gibbs sampling, each from a chain of its own that starts at chance.</summary>
    /// <param name="count">Rows to draw; at least 1.</param>
    /// <param name="gibbsSteps">Full steps of each chain; at least 1. The more, the less the start matters.</param>
    /// <param name="means">
    /// Whether to return the visible means of the last step (smooth pictures) instead of what was drawn from them.
    /// </param>
    /// <param name="seed">Fixes every draw; null draws it from the environment.</param>
    /// <returns>Arrays of <see cref="VisibleSize"/> numbers in the scale of the data.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count or the number of steps is below 1.</exception>
    public IReadOnlyList<float[]> Sample(int count, int gibbsSteps = 1000, bool means = false, int? seed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(gibbsSteps, 1);
        using var use = Use();
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        using var random = Random(seed);
        var hidden = random.Bits(full([count, HiddenSize], Numbers.Kept(0.5), device: Device)); // (count, hidden)
        var (mean, drawn) = _network.Gibbs(hidden, gibbsSteps, random); // (count, visible)
        return RowArrays.Read(_network.Restore(means ? mean : drawn));
    }

    /// <summary>
    /// Mean over the rows of Σᵢ ln p(vᵢ | the other units), in nats (Besag 1975): cheap, and exact for what it is.
    /// </summary>
    /// <param name="data">Data with the input column, in [0, 1]; values between are taken as probabilities.</param>
    /// <exception cref="ArgumentException">A value lies outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">
    /// The visible units are not bits, there are no rows, or a value is not a finite number.
    /// </exception>
    public double PseudoLogLikelihood(IDataView data)
    {
        if (VisibleUnits != VisibleUnits.Bernoulli)
            throw new InvalidOperationException(
                $"The pseudo-log-likelihood is that of bits; this machine's visible units are {VisibleUnits}."
                + (VisibleUnits == VisibleUnits.Gaussian ? " Use LogLikelihood." : ""));
        return MeanOf(data, visible => // bits are seen as they are
        {
            var input = _network.HiddenInput(visible);
            var sum = zeros(visible.size(0), device: Device);
            for (var unit = 0; unit < VisibleSize; unit++)
            {
                using var inner = NewDisposeScope();
                var units = full([visible.size(0)], Numbers.Kept((long)unit), dtype: ScalarType.Int64, device: Device);
                sum.PlusInPlace(_network.PseudoLogLikelihood(visible, input, units).div_(Numbers.Kept((long)VisibleSize)));
            }
            return sum;
        });
    }

    /// <summary>
    /// The mean log-likelihood of rows, with ln Z estimated by annealed importance sampling (Salakhutdinov and Murray, ICML 2008).
    /// </summary>
    /// <param name="data">
    /// Data with the input column. ln Z does not depend on them: for bits the chains start from the means of the training rows.
    /// </param>
    /// <param name="temperatures">
    /// Temperatures that each chain goes through; at least 1. Too few flatter the machine: take 10,000 for hundreds of units.
    /// </param>
    /// <param name="chains">Chains; at least 2.</param>
    /// <param name="seed">Fixes every draw; null draws it from the environment.</param>
    /// <exception cref="ArgumentOutOfRangeException">Temperatures or chains are too few.</exception>
    /// <exception cref="ArgumentException">The visible units are bits and a value lies outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">
    /// The hidden units are rectified: their Z has no known start. Or the visible units are counts, or there are no rows.
    /// </exception>
    public RbmLogLikelihood LogLikelihood(IDataView data, int temperatures = 10000, int chains = 100, int? seed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(temperatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(chains, 2);
        if (HiddenUnits != HiddenUnits.Bernoulli)
            throw new InvalidOperationException(
                "Annealed importance sampling needs hidden bits; this machine's hidden units are NoisyReLU.");
        if (VisibleUnits == VisibleUnits.Counts)
            throw new InvalidOperationException(
                "Annealed importance sampling needs rows of one length; this machine counts words, of which rows have any number.");
        using var use = Use();
        // The density of the data is that of what the machine sees of them, times how it stretches them.
        var likelihood = MeanOf(data, rows => _network.LogStretch(rows) - _network.FreeEnergy(_network.Standardize(rows)));
        using var scope = NewDisposeScope();
        using var random = Random(seed);
        // A machine that was saved without means holds zeros; its biases are where they once began.
        var start = _network.Mean.gt(Numbers.Zero).any().Read<bool>() ? _network.Mean : _network.VisibleBias.detach().sigmoid();
        var z = AnnealedImportanceSampling.Run(_network, start, temperatures, chains, random);
        return new RbmLogLikelihood(
            likelihood - z.LogPartition, z.LogPartition, z.StandardError, z.EffectiveSampleSize, chains, temperatures);
    }

    static RbmTransformer IArchived<RbmTransformer, RbmDescription, RbmNetwork>.From(
        RbmDescription description, RbmNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);

    private float[][] Read(Tensor weights)
    {
        using var use = Use();
        return RowArrays.Read(weights.dim() == 1 ? weights.unsqueeze(0) : weights);
    }

    private InMemoryBatches Read(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        SchemaFaults.Check(data.Schema, Inputs);
        var rows = DataViewBatches.ReadAll(data, Inputs, Device);
        try
        {
            BitValues.Check(VisibleUnits, [data], Inputs[0], rows);
            return rows;
        }
        catch
        {
            rows.Dispose();
            throw;
        }
    }

    private double MeanOf(IDataView data, Func<Tensor, Tensor> measure)
    {
        using var use = Use();
        using var rows = Read(data);
        using var gradientsOff = no_grad();
        var sum = 0.0;
        foreach (var batch in rows.Epoch(BatchRows, shuffleSeed: null))
        {
            using var owned = batch;
            using var scope = NewDisposeScope();
            sum += measure(batch.Features).to(ScalarType.Float64).sum().Read<double>();
        }
        return sum / rows.RowCount;
    }

    private GibbsRandom Random(int? seed) => new(seed ?? Environment.Register("Sampling").Rand.Next(), Device);
}
