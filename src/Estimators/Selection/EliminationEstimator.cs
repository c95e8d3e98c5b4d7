using DeepML.Data;
using DeepML.Estimators;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// Keeps the features that a trainer can least do without: it is trained, the features of least worth to it are left out, and so again
/// until as many are left as are to be kept (recursive elimination: Guyon et al., Machine Learning 46, 2002).
/// </summary>
/// <remarks>
/// Input: a vector of float of known size, which the trainer must read by this name, and a label: key, boolean or float. Output: a vector
/// of float. What was kept depends on the trainer; the model that it makes on the way is not kept.
/// </remarks>
public sealed class EliminationEstimator : IEstimator<SelectFeaturesTransformer>
{
    private readonly IHost _host;
    private readonly IEstimator<ITransformer> _trainer;
    private readonly EliminationOptions _options;
    private readonly (string Output, string Input, string Label) _names;
    private readonly int _count;
    private readonly int _seed;

    internal EliminationEstimator(
        IHostEnvironment environment, string output, string? input, string label, IEstimator<ITransformer> trainer, int count,
        EliminationOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentNullException.ThrowIfNull(trainer);
        ArgumentNullException.ThrowIfNull(options);
        var faults = new OptionFaults();
        faults.AtLeast(count, 1, nameof(count));
        options.Validate(faults);
        faults.ThrowIfAny(nameof(options));
        _host = environment.Register("SelectByElimination");
        (_trainer, _options, _names, _count) = (trainer, options, (output, input ?? output, label), count);
        _seed = _host.Rand.Next();
    }

    private InputColumn[] Inputs => FeatureRows.Columns(_names.Input, _names.Label, texts: false);

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, Inputs);
        return SelectionShape.With(inputSchema, _names.Output, _names.Input);
    }

    /// <summary>Trains and leaves out until as many features are left as are to be kept.</summary>
    /// <param name="input">
    /// Rows with features and label, and whatever else the trainer reads; they are kept in memory while it runs.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">
    /// There are not more features than are to be kept, or the trainer is none, or reads none of them.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// No row to train on or no row held out has a label, all are of one class, or a feature is infinite.
    /// </exception>
    public SelectFeaturesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, Inputs);
        using var channel = _host.Start("Fitting");
        var ml = new MLContext(_seed);
        var split = ml.Data.TrainTestSplit(ml.Data.Cache(input), _options.HoldOutFraction, seed: _seed);
        var elimination = new Elimination(_trainer, _options, _names.Input, split, _names.Label, _seed);
        var report = elimination.Run(_count, message => channel.Info(MessageSensitivity.None, message));
        var description = new SelectFeaturesDescription(_names.Output, _names.Input, report);
        return new SelectFeaturesTransformer(_host, description, description.CreateNetwork(), CPU);
    }
}
