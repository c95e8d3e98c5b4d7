using DeepML.Audio;
using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Mel spectrograms: the energy of each frame of a sound, in bands of pitch. It learns nothing.</summary>
/// <remarks>
/// Input: a vector of float, the samples of a sound, of known length or not. Output: a vector of float, one step after the other:
/// a step for each frame, of as many numbers as there are bands. The last dimension of its type is the
/// size of a step, which trainers of sequences read there.
/// </remarks>
public sealed class MelSpectrogramEstimator : IEstimator<MelSpectrogramTransformer>
{
    private readonly IHost _host;
    private readonly MelSpectrogramDescription _description;

    internal MelSpectrogramEstimator(IHostEnvironment environment, string output, string? input, MelSpectrogramOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        AudioFaults.ThrowIfAny("MelSpectrogram", options.Validate);
        _host = environment.Register("MelSpectrogram");
        _description = new MelSpectrogramDescription(output, input ?? output, options);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _description.ShapeOf(inputSchema);

    /// <summary>Checks the column; no sound is read.</summary>
    /// <param name="input">Data with the samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    /// <exception cref="InvalidOperationException">The column says another rate than the options.</exception>
    public MelSpectrogramTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, [_description.Input()]);
        _description.Produced(input.Schema[_description.InputColumn]);
        return new MelSpectrogramTransformer(_host, _description, new NoWeights(), CPU);
    }
}
