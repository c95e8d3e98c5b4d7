using DeepML.Audio;
using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Reads sounds, from files or bytes, as samples of one channel and one rate. It learns nothing.</summary>
/// <remarks>
/// Input: text, the path of a WAV file, or a vector of bytes, what is in one. Output: a vector of float of unknown length, samples from -1
/// to 1, with the annotation "SampleRate".
/// </remarks>
public sealed class LoadAudioEstimator : IEstimator<LoadAudioTransformer>
{
    private readonly IHost _host;
    private readonly LoadAudioDescription _description;

    internal LoadAudioEstimator(IHostEnvironment environment, string output, string? input, LoadAudioOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        AudioFaults.ThrowIfAny("LoadAudio", options.Validate);
        _host = environment.Register("LoadAudio");
        _description = new LoadAudioDescription(output, input ?? output, options);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema) => _description.ShapeOf(inputSchema);

    /// <summary>Checks the column; no sound is read.</summary>
    /// <param name="input">Data with the paths or bytes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    public LoadAudioTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, [_description.Input()]);
        return new LoadAudioTransformer(_host, _description, new NoWeights(), CPU);
    }
}
