using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A fitted generator: passes rows on and, after those that it was fitted to, adds synthetic ones. Within a chain that is the data of the
/// trainers behind it; rows that are evaluated or predicted later pass through unchanged whatever the scope.
/// </summary>
/// <remarks>
/// Columns that were not learned hold missing values in synthetic rows. Every pass over the data meets the same synthetic rows.
/// They follow the real ones: a trainer that does not shuffle by itself should be given <c>ml.Data.ShuffleRows</c> of them.
/// </remarks>
[ArchiveKind("GanAugmenter", version: 1)]
public sealed partial class GanAugmenterTransformer
    : NetworkTransformer, IArchived<GanAugmenterTransformer, GanDescription, nn.Module<Tensor, Tensor, Tensor>>
{
    private readonly GanDescription _description;
    private readonly GanSampler _sampler;
    private readonly int _label;

    private readonly FittedView _fitted;

    internal GanAugmenterTransformer(
        IHostEnvironment environment, GanDescription description, nn.Module<Tensor, Tensor, Tensor> generator, Device device,
        IDataView? fitted = null)
        : base(environment, description, generator, device)
    {
        _fitted = new FittedView(fitted);
        _description = description;
        _sampler = new GanSampler(generator, description, device, Use);
        _label = description.LabelIndex;
    }

    /// <summary>Names of the classes: the values behind the label's keys, or the label's values; empty without a label.</summary>
    public IReadOnlyList<string> Classes => _label < 0 ? [] : _description.Names(_label);

    /// <summary>Where the rows come from that <see cref="Transform"/> and <see cref="Augment"/> add.</summary>
    public AugmentationMethod Method => _description.Method;

    /// <summary>What the choice of the method is based on; null if it was not measured.</summary>
    public AugmentationComparison? Comparison => _description.Comparison;

    /// <summary>Numbers of noise that a row is made from.</summary>
    public int LatentSize => _description.Architecture.LatentSize;

    /// <summary>How that noise is distributed.</summary>
    public LatentDistribution LatentDistribution => _description.Architecture.Latent;

    /// <summary>True: a row that passes by itself stays as it is.</summary>
    public override bool IsRowToRowMapper => true;

    /// <summary>The columns of the input, and the marker column if there is one.</summary>
    /// <param name="inputSchema">Schema of the rows that come in.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that was learned is missing or of another type.</exception>
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        return new AugmentedSchema(_description, inputSchema).Output;
    }

    /// <summary>The rows of the input; if they are the very view that the augmenter was fitted to, followed by synthetic ones.</summary>
    /// <remarks>
    /// A chain gives each of its members the view that the member was fitted to once, for the trainers behind it, and other views when
    /// it is evaluated: synthetic rows never reach an evaluation, nor the test rows of a cross-validation. <see cref="Augment"/> adds
    /// them to any rows.
    /// </remarks>
    /// <param name="input">Real rows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that was learned is missing or of another type.</exception>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_fitted.Is(input))
            return WithoutOnnx(Augment(input), input);
        using var use = Use();
        _fitted.TellThatOthersPass(Environment, "GanAugmenter");
        var plan = new Lazy<SyntheticPlan>(new SyntheticPlan([], _description.Seed));
        return WithoutOnnx(new AugmentedView(_sampler, new AugmentedSchema(_description, input.Schema), input, plan), input);
    }

    private protected override string InsteadOfOnnx => FittedView.InsteadOfOnnx;

    /// <summary>The rows of the input, followed by synthetic ones, or by those of another <see cref="Method"/>.</summary>
    /// <param name="input">
    /// Real rows; if the number of synthetic rows depends on them, they are counted when the first row is asked for.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A column that was learned is missing or of another type.</exception>
    public IDataView Augment(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        using var use = Use();
        var plan = new Lazy<SyntheticPlan>(() => Plan(input));
        return new AugmentedView(_sampler, new AugmentedSchema(_description, input.Schema), input, plan);
    }

    /// <summary>A mapper that leaves rows as they are.</summary>
    /// <param name="inputSchema">Schema of the rows that come in.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that was learned is missing or of another type.</exception>
    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        using var use = Use();
        return new PassingRowMapper(new AugmentedSchema(_description, inputSchema));
    }

    /// <summary>Makes rows with the columns of the training data; those that were not learned hold missing values.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <param name="label">Name of a class; null draws classes as often as they were seen.</param>
    /// <param name="seed">Fixes the rows; null draws it from the environment.</param>
    /// <returns>
    /// Rows with the names, types and key values of the training data's columns, pictures and other types of no plain values aside. A
    /// column that was not learned and has more than 65,536 keys is without their values.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    /// <exception cref="ArgumentException">There is no such class; those that there are, are named.</exception>
    public IDataView GenerateRows(int count, string? label = null, int? seed = null) =>
        Rows(count, LabelNamed(label), RareValue(_label, label), seed);

    /// <summary>Makes rows that have a value in a category column, with a seed from the environment.</summary>
    /// <inheritdoc cref="GenerateRows(int, string, string, int?)"/>
    public IDataView GenerateRows(int count, string column, string value) => GenerateRows(count, column, value, seed: null);

    /// <summary>Makes rows that have a value in a category column, for example 100 rows with Country = FR.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <param name="column">Name of a boolean, text or key column that was learned.</param>
    /// <param name="value">The value, or the value behind a key.</param>
    /// <param name="seed">Fixes the rows; null draws it from the environment.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    /// <exception cref="ArgumentException">There is no such column or value; those that there are, are named.</exception>
    public IDataView GenerateRows(int count, string column, string value, int? seed)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        ArgumentNullException.ThrowIfNull(value);
        var conditions = _sampler.Codec.Conditions;
        var condition = Array.FindIndex(conditions, c => _description.Table[c].Name == column);
        if (condition < 0)
            throw new ArgumentException(
                $"Column '{column}' cannot be asked for. Those that can: "
                    + $"{(conditions.Length == 0 ? "none" : string.Join(", ", conditions.Select(c => _description.Table[c].Name)))}.",
                nameof(column));
        return Rows(count, (condition, PlaceNamed(conditions[condition], value, nameof(value))),
            RareValue(conditions[condition], value), seed);
    }

    /// <summary>Makes vectors.</summary>
    /// <param name="count">How many; at least 1.</param>
    /// <param name="label">Name of a class; null draws classes as often as they were seen.</param>
    /// <param name="seed">Fixes the vectors; null draws it from the environment.</param>
    /// <returns>Vectors of the feature column, in its own units.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The count is below 1.</exception>
    /// <exception cref="ArgumentException">There is no such class; those that there are, are named.</exception>
    /// <exception cref="InvalidOperationException">No vector column was learned.</exception>
    public IReadOnlyList<float[]> Generate(int count, string? label = null, int? seed = null)
    {
        var column = VectorColumn();
        return [.. GenerateRows(count, label, seed).GetColumn<float[]>(_description.Table[column].Name)];
    }

    /// <summary>Makes pictures; the caller disposes them.</summary>
    /// <inheritdoc cref="Generate" path="/param"/>
    /// <inheritdoc cref="Generate" path="/exception"/>
    public IReadOnlyList<MLImage> GenerateImages(int count, string? label = null, int? seed = null)
    {
        var column = VectorColumn();
        var pictures = new GanPictures(_description, column);
        return [.. Generate(count, label, seed).Select(pictures.Paint)];
    }

    /// <summary>
    /// Draws the noise of one row, for <see cref="Decode"/>: numbers of <see cref="LatentDistribution"/> that may be added, subtracted
    /// and mixed.
    /// </summary>
    /// <param name="seed">Fixes it.</param>
    public float[] DrawLatent(int seed)
    {
        using var generator = new Generator((ulong)(uint)seed);
        using var latent = Latents.Draw(_description.Architecture, 1, generator);
        return latent.ReadAll<float>();
    }

    /// <summary>Makes a vector of each latent.</summary>
    /// <param name="latents">Each of <see cref="LatentSize"/> numbers.</param>
    /// <param name="label">Name of the class; needed if there is a label.</param>
    /// <returns>Vectors of the feature column, in its own units.</returns>
    /// <exception cref="ArgumentException">A latent has another size, there is none, or there is no such class.</exception>
    /// <exception cref="InvalidOperationException">No vector column was learned.</exception>
    public IReadOnlyList<float[]> Decode(IReadOnlyList<float[]> latents, string? label = null)
    {
        ArgumentNullException.ThrowIfNull(latents);
        using var use = Use();
        var column = VectorColumn();
        var wanted = Enumerable.Repeat(Wanted(latents, label), latents.Count).ToArray();
        using var scope = NewDisposeScope();
        var compact = _sampler.Decode(tensor(latents.SelectMany(l => l).ToArray(), [latents.Count, LatentSize]), wanted);
        return Vectors(column, compact);
    }

    /// <summary>
    /// Makes the vectors on the way from one latent to another: along the arc between them for normal noise, else straight.
    /// </summary>
    /// <param name="from">Where it begins, <see cref="LatentSize"/> numbers.</param>
    /// <param name="to">Where it ends.</param>
    /// <param name="steps">Vectors, both ends included; at least 2.</param>
    /// <param name="label">Name of the class; needed if there is a label.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 2 steps.</exception>
    /// <inheritdoc cref="Decode" path="/exception"/>
    public IReadOnlyList<float[]> Interpolate(float[] from, float[] to, int steps, string? label = null)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        return Decode(
            [.. Enumerable.Range(0, steps).Select(i => LatentPath.Between(LatentDistribution, from, to, (double)i / (steps - 1)))], label);
    }

    /// <summary>Says honestly how good the synthetic rows are, beside real ones.</summary>
    /// <param name="real">
    /// Real rows with the columns that were learned, best some that were not trained on; at most 5,000, drawn at random, are used. Rows
    /// without a label, or of a class that was not learned, are left out.
    /// </param>
    /// <param name="seed">Fixes the synthetic rows; null draws it from the environment.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column that was learned is missing or of another type.</exception>
    /// <exception cref="InvalidOperationException">There are fewer than 10 rows, or a value is not finite.</exception>
    public GanReport Compare(IDataView real, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(real);
        using var use = Use();
        _ = new AugmentedSchema(_description, real.Schema); // refuses what does not fit
        var host = Environment.Register("Compare");
        var report = new GanComparison(_description).Of(real, rows => GenerateRows(rows, null, seed ?? host.Rand.Next()));
        using var channel = host.Start("Compare");
        foreach (var warning in report.Warnings)
            channel.Warning(MessageSensitivity.None, $"Synthetic rows have lost something: {warning}.");
        return report;
    }

    static GanAugmenterTransformer IArchived<GanAugmenterTransformer, GanDescription, nn.Module<Tensor, Tensor, Tensor>>.From(
        GanDescription description, nn.Module<Tensor, Tensor, Tensor> network, IHostEnvironment environment, Device device) =>
        new(environment, description, network, device);

    private SyntheticPlan Plan(IDataView input)
    {
        if (Method == AugmentationMethod.None)
            return new SyntheticPlan([], _description.Seed);
        var plan = new SyntheticPlan(ClassCounts.Plan(_description, input), _description.Seed);
        return Method == AugmentationMethod.Gan || plan.Rows == 0 ? plan : plan with { Maker = RealRows.Of(_description, input).Draw };
    }

    private AugmentedView Rows(int count, (int Condition, int Place)? asked, (string Column, string Value)? rare, int? seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using var use = Use();
        var plan = new SyntheticPlan([(count, asked)], seed ?? Environment.Register("Generate").Rand.Next()) { RareValue = rare };
        var made = new Lazy<SyntheticPlan>(plan);
        _ = made.Value; // the number of rows is known
        var none = new NoRows(
            SchemaColumn.Restore(_description.Schema.Select(c => c with { Keys = c.Keys ?? _description.KeysOf(c.Name) })));
        return new AugmentedView(_sampler, new AugmentedSchema(_description with { Marker = null }, none.Schema), none, made);
    }

    private (int Condition, int Place)? LabelNamed(string? name)
    {
        if (name is null)
            return null;
        if (_label < 0)
            throw new ArgumentException($"A class '{name}' was asked for, but the augmenter was fitted without a label.", "label");
        return (Array.IndexOf(_sampler.Codec.Conditions, _label), PlaceNamed(_label, name, "label"));
    }

    private (string Column, string Value)? RareValue(int column, string? name) =>
        name is not null && _description.RareNamed(column, name) is { } value ? (_description.Table[column].Name, value) : null;

    private int PlaceNamed(int column, string name, string parameter)
    {
        const int most = 50;
        var place = _description.PlaceNamed(column, name);
        if (place >= 0)
            return place;
        var names = _description.Names(column);
        var more = names.Length > most ? $" and {names.Length - most} more" : "";
        var kept = _description.Table[column].RareValues.Length > 0
            ? $" Of the rare values only the most frequent were kept (MaximumCategories)."
            : "";
        throw new ArgumentException(
            $"Column '{_description.Table[column].Name}' had no value '{name}' when the augmenter was fitted. It had: "
                + $"{string.Join(", ", names.Take(most))}{more}.{kept}", parameter);
    }

    // What rows of given latents are to be: their class, if there are any.
    private (int Condition, int Place)[] Wanted(IReadOnlyList<float[]> latents, string? label)
    {
        if (latents.Count == 0 || latents.Any(latent => latent?.Length != LatentSize))
            throw new ArgumentException($"There must be at least one latent, and each must have {LatentSize} numbers.", nameof(latents));
        if (label is null && _label >= 0)
            throw new ArgumentException($"A class must be named. There are: {string.Join(", ", Classes)}.", nameof(label));
        return LabelNamed(label) is { } asked ? [asked] : [];
    }

    private IReadOnlyList<float[]> Vectors(int column, float[] compact)
    {
        var (learned, at) = (_description.Table[column], _sampler.Codec.CompactStart(column));
        return [.. compact.Chunk(_sampler.Codec.CompactSize).Select(
            row => learned.Offsets.Select((_, i) => learned.Restored(i, row[at + i])).ToArray())];
    }

    private int VectorColumn()
    {
        var column = Array.FindIndex(_description.Table, c => c.Kind == TableColumnKind.Vector);
        return column >= 0 ? column : throw new InvalidOperationException("No vector column was learned; use GenerateRows.");
    }
}
