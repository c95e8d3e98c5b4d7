using System.Globalization;
using DeepML.Data;
using DeepML.Estimators;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Keeps the features that tell most about the label, each looked at by itself.</summary>
/// <remarks>
/// Input: a vector of float of known size and a label: key, text, boolean or float. Output: a vector of float. Features that only tell
/// something together (one XOR another) are not found: <c>SelectByElimination</c> finds them, if its trainer does.
/// </remarks>
public sealed class InformationGainEstimator : IEstimator<SelectFeaturesTransformer>
{
    private readonly IHost _host;
    private readonly InformationGainOptions _options;
    private readonly (string Output, string Input, string Label) _names;
    private readonly int _count;

    internal InformationGainEstimator(
        IHostEnvironment environment, string output, string? input, string label, int count, InformationGainOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentNullException.ThrowIfNull(options);
        var faults = new OptionFaults();
        faults.AtLeast(count, 1, nameof(count));
        options.Validate(faults);
        faults.ThrowIfAny(nameof(options));
        _host = environment.Register("SelectByInformationGain");
        (_options, _names, _count) = (options, (output, input ?? output, label), count);
    }

    private InputColumn[] Inputs => FeatureRows.Columns(_names.Input, _names.Label, texts: true);

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, Inputs);
        return SelectionShape.With(inputSchema, _names.Output, _names.Input);
    }

    /// <summary>Counts, for each feature, what it tells about the label; reads the rows once.</summary>
    /// <param name="input">Rows with features and label; they are kept in memory while it runs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of another type.</exception>
    /// <exception cref="ArgumentException">There are not more features than are to be kept.</exception>
    /// <exception cref="InvalidOperationException">No row has a label, there is one class only, or a feature is infinite.</exception>
    public SelectFeaturesTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, Inputs);
        using var channel = _host.Start("Fitting");
        var rows = FeatureRows.Read(input, _names.Input, _names.Label);
        rows.CheckCount(_count, _names.Input);
        rows.CheckClasses(_names.Label);
        var known = Enumerable.Range(0, rows.Labels.Length).Where(row => !double.IsNaN(rows.Labels[row])).ToArray();
        var labels = known.Select(row => rows.Labels[row]).ToArray();
        var (classes, classCount) = rows.IsNumber
            ? GainBins.Of(labels, _options.Bins)
            : (Array.ConvertAll(labels, y => (int)y), (int)labels.Max() + 1);
        var gains = Enumerable.Range(0, rows.Names.Length)
            .Select(slot => Gain([.. known.Select(row => (double)rows.Features[row][slot])], classes, classCount)).ToArray();
        var kept = Enumerable.Range(0, gains.Length).OrderByDescending(slot => gains[slot].Bits).ThenBy(slot => slot).Take(_count)
            .ToHashSet();
        var features = gains.Select((gain, slot) => new SelectedFeature(
            rows.Names[slot], slot, kept.Contains(slot), gain.Bits, Reason(gain, kept.Contains(slot))));
        var method = $"Information about '{_names.Label}' in bits, of {known.Length} rows and up to {_options.Bins} bins";
        var description = new SelectFeaturesDescription(
            _names.Output, _names.Input, new SelectionReport(method, "", [.. features], []));
        return new SelectFeaturesTransformer(_host, description, description.CreateNetwork(), CPU);
    }

    private (double Bits, double Chance) Gain(double[] values, int[] classes, int classCount)
    {
        var (bins, count) = GainBins.Of(values, _options.Bins);
        var table = Enumerable.Range(0, count).Select(_ => new double[classCount]).ToArray();
        for (var row = 0; row < bins.Length; row++)
            table[bins[row]][classes[row]]++;
        var (used, seen) = (table.Count(bin => bin.Sum() > 0), classes.Distinct().Count());
        return (Math.Max(0, Information.Gain(table)), (used - 1) * (seen - 1) / (2 * bins.Length * Math.Log(2)));
    }

    private static string Reason((double Bits, double Chance) gain, bool isKept)
    {
        var size = string.Create(CultureInfo.InvariantCulture, $"{gain.Bits:F4} bits, {gain.Chance:F4} expected by chance");
        var more = gain.Bits <= 2 * gain.Chance ? ": hardly more than nothing" : "";
        return $"{(isKept ? "among the most" : "others tell more")}, {size}{more}";
    }
}
