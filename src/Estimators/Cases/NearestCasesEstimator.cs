using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Stores rows with their labels, and finds those that are nearest to a row: diagnosis by similar cases.</summary>
/// <remarks>
/// Input: a vector of float of known size, best a short one in which like rows lie near each other, such as an autoencoder's code; label: a
/// key, a text or a boolean. Output, for "Cases": CasesLabels, CasesDistances (Euclidean) and CasesRows (numbers of the training rows, from
/// 0), the nearest first, and PredictedLabel and Score as of ML.NET's trainers: the label of most of them, of equals the one whose nearest
/// row is nearest, and the share of the votes. Rows without a label are not stored. A row with NaN or infinity is near to nothing.
/// </remarks>
public sealed class NearestCasesEstimator : IEstimator<NearestCasesTransformer>
{
    private readonly IHost _host;
    private readonly NearestCasesOptions _options;
    private readonly (string Output, string Code, string Label) _names;
    private readonly MulticlassTask _task = new();
    private readonly int _seed;

    internal NearestCasesEstimator(IHostEnvironment environment, string output, string code, string label, NearestCasesOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentException.ThrowIfNullOrEmpty(code);
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentNullException.ThrowIfNull(options);
        var faults = new OptionFaults();
        options.Validate(faults);
        faults.ThrowIfAny(nameof(options));
        _host = environment.Register("NearestCases");
        (_options, _names, _seed) = (options, (output, code, label), _host.Rand.Next());
    }

    private VectorColumn Code => new(_names.Code, "input");

    private InputColumn[] Inputs => [Code, _task.Label(_names.Label)];

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, Inputs);
        return SchemaShapes.With(inputSchema, CaseDescription.Promised(_names.Output, inputSchema.Last(c => c.Name == _names.Label)));
    }

    /// <summary>
    /// Stores every row that has a label; of an approximate search, sorts them into lists and measures how many it must look at.
    /// </summary>
    /// <param name="input">Rows with codes and labels.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of the wrong type.</exception>
    /// <exception cref="ArgumentException">More nearest rows or lists are asked for than there are rows.</exception>
    /// <exception cref="InvalidOperationException">There are no rows with a label, too many, or a number is not finite.</exception>
    public NearestCasesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, Inputs);
        using var channel = _host.Start("Storing");
        var code = Code.SizedBy(input);
        var label = _task.LabelIn(input, _names.Label, keepMissing: true, previous: null);
        var head = (MulticlassHead)_task.TargetOf(input.Schema[_names.Label], label).Head;
        using var read = DataViewBatches.ReadAll(input, [code, label], CPU);
        using var cases = LabelledCases.Of(read, _names.Label);
        var lists = _options.ListsFor(cases.Count);
        if ((long)cases.Count * code.Width > CaseArchitecture.MostNumbers)
            throw new InvalidOperationException(FormattableString.Invariant(
                $"{cases.Count} rows of {code.Width} numbers are too many: {CaseArchitecture.MostNumbers} numbers are stored at most. ")
                + "Make codes shorter (Autoencoder), or store fewer rows.");
        var architecture = new CaseArchitecture(cases.Count, code.Width, head.ClassCount, _options.Count, lists, lists);
        var network = new CaseNetwork(architecture);
        try
        {
            var recall = cases.StoreIn(network, _options.MinimumRecall, _seed);
            if (lists > 1)
                channel.Info(MessageSensitivity.None, FormattableString.Invariant(
                    $"{network.Architecture.Probes} of {lists} lists are looked through: {recall:P1} of the nearest rows are found."));
            return new NearestCasesTransformer(
                _host, new CaseDescription(_names.Output, _names.Code, network.Architecture, head, recall), network, CPU);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }
}
