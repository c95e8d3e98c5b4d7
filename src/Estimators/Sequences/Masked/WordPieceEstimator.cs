using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using static TorchSharp.torch;

namespace DeepML;

/// <summary>Makes keys of texts by the vocabulary of a BERT. It learns nothing: the vocabulary is given.</summary>
/// <remarks>Input: texts. Output: a vector of keys whose values are the words and parts of words.</remarks>
public sealed class WordPieceEstimator : IEstimator<WordPieceTransformer>
{
    private readonly IHost _host;
    private readonly string _output;
    private readonly string _input;
    private readonly TokenizeWithWordPieceOptions _options;

    internal WordPieceEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, TokenizeWithWordPieceOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        options.Validate();
        _host = environment.Register("WordPiece");
        (_output, _input, _options) = (outputColumnName, inputColumnName ?? outputColumnName, options);
    }

    /// <inheritdoc/>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        SchemaFaults.Check(inputSchema, [new TextColumn(_input)]);
        var values = SchemaShapes.Column(
            AnnotationNames.KeyValues, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, isKey: false);
        return SchemaShapes.With(inputSchema, [SchemaShapes.Column(
            _output, SchemaShape.Column.VectorKind.VariableVector, NumberDataViewType.UInt32, isKey: true, values)]);
    }

    /// <summary>Reads the vocabulary.</summary>
    /// <param name="input">Data with the texts; no row is read.</param>
    /// <exception cref="ArgumentOutOfRangeException">The input column is missing or of the wrong type.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is no vocabulary of BERT: it says what is missing or there twice.</exception>
    public WordPieceTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SchemaFaults.Check(input.Schema, [new TextColumn(_input)]);
        var description = new WordPieceDescription(
            _output, _input, File.ReadAllLines(_options.VocabularyFile), _options.LowerCase, _options.AddSpecialTokens,
            _options.MaximumLength);
        try
        {
            return new WordPieceTransformer(_host, description, new NoWeights(), CPU);
        }
        catch (FormatException e)
        {
            throw new FormatException($"The file '{_options.VocabularyFile}' cannot be used. {e.Message}", e);
        }
    }
}
