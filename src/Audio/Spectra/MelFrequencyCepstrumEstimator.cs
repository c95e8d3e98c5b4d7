using DeepML.Audio;
using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Mel-frequency cepstral coefficients of each frame of a sound. It learns nothing.</summary>
/// <remarks>
/// Input: a vector of float, the samples of a sound, of known length or not. Output: a vector of float, one step after the other:
/// a step for each frame, of as many numbers as there are coefficients, with their deltas. The last dimension of its type is the
/// size of a step, which trainers of sequences read there.
/// </remarks>
public sealed class MelFrequencyCepstrumEstimator : IEstimator<MelFrequencyCepstrumTransformer>
{
    private readonly IHost _host;
    private readonly MelFrequencyCepstrumDescription _description;

    internal MelFrequencyCepstrumEstimator(IHostEnvironment environment, string output, string? input, MelFrequencyCepstrumOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        AudioFaults.ThrowIfAny("MelFrequencyCepstrum", options.Validate);
        _host = environment.Register("MelFrequencyCepstrum");
        _description = new MelFrequencyCepstrumDescription(output, input ?? output, options);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _description.ShapeOf(inputSchema);

    /// <summary>Checks the column; no sound is read.</summary>
    /// <param name="input">Data with the samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidOperationException">The column says another rate than the options.</exception>
    public MelFrequencyCepstrumTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, [_description.Input()]);
        _description.Produced(input.Schema[_description.InputColumn]);
        return new MelFrequencyCepstrumTransformer(_host, _description, new NoWeights(), CPU);
    }
}
