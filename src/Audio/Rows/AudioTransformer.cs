using DeepML.Audio;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>
/// A step that adds sounds, or what is seen in them, to rows: saved and loaded with the chain it stands in. It learns nothing, and every
/// row is made by itself, when it is read.
/// </summary>
public abstract class AudioTransformer : NetworkTransformer
{
    private readonly AudioDescription _description;

    private protected AudioTransformer(IHostEnvironment environment, AudioDescription description, NoWeights network, Device device)
        : base(environment, description, network, device) => _description = description;

    /// <summary>True: each row is made by itself.</summary>
    public override bool IsRowToRowMapper => true;

    private protected override string InsteadOfOnnx =>
        "ONNX reads no files of sound: keep the chain with ml.Model.Save, or convert what is behind this transformer";

    /// <inheritdoc/>
    public override DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => SchemaIn(inputSchema).Output;

    /// <summary>The rows with the column that is added.</summary>
    /// <param name="input">Rows; they are read when those that come out are.</param>
    /// <exception cref="ArgumentOutOfRangeException">The column that is read is missing or of another type.</exception>
    public override IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        CheckAlive();
        return WithoutOnnx(new AudioView(SchemaIn(input.Schema), input), input);
    }

    /// <inheritdoc/>
    public override IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        CheckAlive();
        return new AudioRowMapper(SchemaIn(inputSchema));
    }

    private AudioSchema SchemaIn(DataViewSchema input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new AudioSchema(_description, input);
    }
}
