using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted autoencoder: adds the code of each row and what else was asked for, reconstructs, fills holes, turns rows into codes
/// and codes into rows, and, if it is variational, draws new rows.
/// </summary>
[ArchiveKind("Autoencoder", version: 1)]
public sealed class AutoencoderTransformer
    : ScoringTransformer, IArchived<AutoencoderTransformer, AutoencoderDescription, AutoencoderNetwork>
{
    private readonly AutoencoderColumns _columns;
    private readonly AutoencoderArchitecture _architecture;
    private readonly AutoencoderNetwork _network;

    internal AutoencoderTransformer(
        IHostEnvironment environment, AutoencoderDescription description, AutoencoderNetwork network, Device device)
        : base(
            environment, description, network, device, description.Columns.Inputs(description.Architecture),
            ScoredOutputs.Of(rows => new AutoencoderPass(network, rows[0], rows.ElementAtOrDefault(1)), description.Outputs()))
    {
        _columns = description.Columns;
        _architecture = description.Architecture;
        _network = network;
    }

    /// <summary>Numbers in a row that the network reads.</summary>
    public int InputSize => _architecture.InputSize;

    /// <summary>Numbers in a reconstruction: as many as in a row, unless it learned towards a target column.</summary>
    public int OutputSize => _architecture.OutputSize;

    /// <summary>Numbers in the code.</summary>
    public int CodeSize => _architecture.CodeSize;

    /// <summary>Numbers in a row for each number in its code: 392 for pictures of 784 pixels and a code of 2.</summary>
    public double CompressionRatio => (double)InputSize / CodeSize;

    internal AutoencoderNetwork Module => _network;

    /// <summary>The distribution of rows belongs to the fit that saw them: another one begins with the weights alone.</summary>
    internal override IReadOnlyDictionary<string, Tensor> StartingWeights =>
        NamedWeights.Where(weight => !weight.Key.StartsWith("normal.", StringComparison.Ordinal)).ToDictionary();

    internal override TransferWeights Transferable() => TransferWeights.CopyOf(_network.TransferableWeights()) with
    {
        HiddenFunction = TransferWeights.FunctionOf(_architecture.HiddenActivation, _architecture.ActivationSlope),
    };

    internal override ScorableRows Scorable => new(TakesHoles: _architecture.FillsMissing);

    /// <summary>Passes rows through the code and back.</summary>
    /// <param name="data">Data with the input column.</param>
    /// <returns>The data, with the input column replaced by its reconstruction: a vector of <see cref="OutputSize"/> numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type or size.</exception>
    public IDataView Reconstruct(IDataView data) =>
        View(data, VectorOutput.LikeSlotsOf(_columns.Input, OutputSize, _columns.Compared), pass => pass.Reconstruction);

    /// <summary>Fills missing values (NaN), as <c>FillFrom</c> said, and leaves the others as they are.</summary>
    /// <param name="data">Data with the input column.</param>
    /// <returns>The data, with the input column replaced by the filled one.</returns>
    /// <exception cref="InvalidOperationException">The autoencoder was trained without <c>FillMissingValues</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type or size.</exception>
    public IDataView FillMissing(IDataView data)
    {
        if (!_architecture.FillsMissing)
            throw new InvalidOperationException(
                "This autoencoder has not learned to fill missing values: set FillMissingValues in its options.");
        return View(data, VectorOutput.LikeSlotsOf(_columns.Input, InputSize, _columns.Input), pass => pass.Filled);
    }

    /// <summary>How faithful reconstructions are: 10 · log₁₀(peak² / mean squared error).</summary>
    /// <param name="data">Data with the input column, and the target column if it learned towards one.</param>
    /// <param name="peak">Largest value possible; 1 for pictures in [0, 1].</param>
    /// <returns>The peak signal-to-noise ratio over all values that are there, in decibels; infinite if nothing is lost.</returns>
    /// <exception cref="InvalidOperationException">There are no rows, or none holds a value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The peak is not positive, or a column is missing or of another type or size.
    /// </exception>
    public double PeakSignalToNoise(IDataView data, double peak = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(peak);
        return 10 * Math.Log10(peak * peak / MeanSquaredError(data));
    }

    /// <summary>The mean squared error of reconstructions, over all values that are there.</summary>
    /// <param name="data">Data with the input column, and the target column if it learned towards one.</param>
    /// <exception cref="InvalidOperationException">There are no rows, or none holds a value.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type or size.</exception>
    public double MeanSquaredError(IDataView data)
    {
        ArgumentNullException.ThrowIfNull(data);
        const string name = "Errors";
        IReadOnlyList<SizedColumn> inputs = _columns.Target is not null
            ? [_columns.InputOf(_architecture), _columns.TargetOf(_architecture)]
            : [_columns.InputOf(_architecture)];
        var scored = View(
            data, inputs, rows => new AutoencoderPass(_network, rows[0], rows.ElementAtOrDefault(1)),
            new(new VectorOutput(name, OutputSize), pass => pass.Differences));
        var (sum, count) = (0.0, 0L);
        foreach (var errors in scored.GetColumn<float[]>(scored.Schema[name]))
            foreach (var error in errors)
                if (!float.IsNaN(error)) // missing
                    (sum, count) = (sum + error, count + 1);
        return count > 0
            ? sum / count
            : throw new InvalidOperationException($"Column '{_columns.Input}' holds no row with a value to compare.");
    }

    /// <summary>The codes of rows.</summary>
    /// <param name="rows">Each of <see cref="InputSize"/> numbers.</param>
    /// <returns>A code of <see cref="CodeSize"/> numbers for each.</returns>
    /// <exception cref="ArgumentException">A row has another length.</exception>
    public IReadOnlyList<float[]> Encode(IReadOnlyList<float[]> rows)
    {
        using var use = Use();
        return RowArrays.Map(rows, InputSize, CodeSize, Device, _network.Encode, nameof(rows));
    }

    /// <summary>The rows that codes stand for.</summary>
    /// <param name="codes">Each of <see cref="CodeSize"/> numbers.</param>
    /// <returns>A row of <see cref="OutputSize"/> numbers for each.</returns>
    /// <exception cref="ArgumentException">A code has another length.</exception>
    public IReadOnlyList<float[]> Decode(IReadOnlyList<float[]> codes)
    {
        using var use = Use();
        return RowArrays.Map(codes, CodeSize, OutputSize, Device, _network.Decode, nameof(codes));
    }

    /// <summary>Draws new rows: codes from the standard normal distribution, decoded.</summary>
    /// <param name="count">Rows to draw; at least 1.</param>
    /// <param name="seed">Fixes the draw; null takes it from the <c>MLContext</c>.</param>
    /// <returns>The rows; for a Bernoulli likelihood each number is the probability of a 1.</returns>
    /// <exception cref="InvalidOperationException">The autoencoder is not variational: its codes follow no known distribution.</exception>
    public IReadOnlyList<float[]> Sample(int count, int? seed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using var use = Use();
        if (_architecture.LogVarianceLimit is null)
            throw new InvalidOperationException("Only a variational autoencoder can draw new rows: set Variational in its options.");
        using var generator = new Generator((ulong)(seed ?? Environment.Register("Sample").Rand.Next()));
        using var codes = randn([count, CodeSize], generator: generator);
        return Decode(RowArrays.Read(codes));
    }

    /// <summary>Rows on the way from one to another: the codes between theirs at even distances, decoded.</summary>
    /// <param name="from">The first row, of <see cref="InputSize"/> numbers.</param>
    /// <param name="to">The last row.</param>
    /// <param name="steps">Rows in the answer, the reconstructions of both ends among them; at least 2.</param>
    /// <exception cref="ArgumentException">A row has another length.</exception>
    public IReadOnlyList<float[]> Interpolate(float[] from, float[] to, int steps)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        var ends = Encode([from, to]);
        return Decode(
            [.. Enumerable.Range(0, steps).Select(i => ends[0].Zip(ends[1], (a, b) => a + ((b - a) * i / (steps - 1))).ToArray())]);
    }

    /// <summary>
    /// The direction in the space of codes from rows without something to rows with it, a smile for example: the difference of the mean
    /// codes (Larsen et al., arXiv:1512.09300, section 3.2).
    /// </summary>
    /// <param name="rowsWith">Rows with it, each of <see cref="InputSize"/> numbers; the more, the less of anything else is in it.</param>
    /// <param name="rowsWithout">Rows without it.</param>
    /// <returns><see cref="CodeSize"/> numbers, for <see cref="Along"/>.</returns>
    /// <exception cref="ArgumentException">There is no row of a kind, or a row has another length.</exception>
    public float[] Direction(IReadOnlyList<float[]> rowsWith, IReadOnlyList<float[]> rowsWithout)
    {
        var (with, without) = (MeanCode(rowsWith, nameof(rowsWith)), MeanCode(rowsWithout, nameof(rowsWithout)));
        return [.. with.Zip(without, (a, b) => (float)(a - b))];
    }

    /// <summary>Rows with more and more of something: the code of a row, moved along a direction, decoded.</summary>
    /// <param name="row">The row, of <see cref="InputSize"/> numbers.</param>
    /// <param name="direction">Of <see cref="Direction"/>, or any of <see cref="CodeSize"/> numbers.</param>
    /// <param name="amounts">How far: 0 is the row's reconstruction, 1 the whole direction, -1 as far the other way.</param>
    /// <returns>A row of <see cref="OutputSize"/> numbers for each amount.</returns>
    /// <exception cref="ArgumentException">The row or the direction has another length.</exception>
    public IReadOnlyList<float[]> Along(float[] row, IReadOnlyList<float> direction, IReadOnlyList<float> amounts)
    {
        ArgumentNullException.ThrowIfNull(row);
        ArgumentNullException.ThrowIfNull(direction);
        ArgumentNullException.ThrowIfNull(amounts);
        if (direction.Count != CodeSize)
            throw new ArgumentException(
                $"The direction has {direction.Count} numbers; codes of this autoencoder have {CodeSize}.", nameof(direction));
        var code = Encode([row])[0];
        return Decode([.. amounts.Select(amount => code.Zip(direction, (a, b) => a + (amount * b)).ToArray())]);
    }

    private double[] MeanCode(IReadOnlyList<float[]> rows, string name)
    {
        ArgumentNullException.ThrowIfNull(rows, name);
        if (rows.Count == 0)
            throw new ArgumentException("There is no row: a direction takes rows with something and rows without it.", name);
        var codes = Encode(rows);
        return [.. Enumerable.Range(0, CodeSize).Select(i => codes.Average(code => (double)code[i]))];
    }

    /// <summary>Puts the codes of rows into an index in which the nearest are found.</summary>
    /// <param name="data">Data with the input column.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of another type or size.</exception>
    public CodeIndex IndexOf(IDataView data)
    {
        var scored = View(data, new VectorOutput(_columns.Code, CodeSize), pass => pass.Code);
        return new CodeIndex([.. scored.GetColumn<float[]>(scored.Schema[_columns.Code])], Encode);
    }

    private ScoringView View(IDataView data, VectorOutput column, Func<AutoencoderPass, Tensor> value) =>
        View(data, [_columns.InputOf(_architecture)], rows => new AutoencoderPass(_network, rows[0]), new(column, value));

    static AutoencoderTransformer IArchived<AutoencoderTransformer, AutoencoderDescription, AutoencoderNetwork>.From(
        AutoencoderDescription description, AutoencoderNetwork network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);
}

/// <summary>What is saved of an autoencoder beside its weights.</summary>
internal sealed record AutoencoderDescription(AutoencoderColumns Columns, AutoencoderArchitecture Architecture, TrainingHistory History)
    : IModelDescription<AutoencoderNetwork>, ILayeredDescription
{
    /// <inheritdoc/>
    bool ILayeredDescription.TakesHoles => Architecture.FillsMissing;

    /// <inheritdoc/>
    public SizedColumn InputAs(string? name) => (Columns with { Input = name ?? Columns.Input }).InputOf(Architecture);

    /// <inheritdoc/>
    public void Check()
    {
        ArchitectureChecks.Check(Architecture);
        Columns.Check(Architecture);
    }

    /// <inheritdoc/>
    public AutoencoderNetwork CreateNetwork() => new(Architecture);

    /// <summary>The columns added.</summary>
    public IReadOnlyList<ScoredOutput<AutoencoderPass>> Outputs() =>
        Columns.Added(Architecture.CodeSize, Architecture.LayerSizes(), Architecture.InputSize, Architecture.OutputSize);
}
