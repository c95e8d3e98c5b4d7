using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace DeepML;

/// <summary>
/// Trains a network to write a sentence on each picture: a convolutional network makes features of the picture's places, and a decoder
/// looks at them word by word (Xu et al., arXiv:1502.03044).
/// </summary>
/// <remarks>
/// Input: a vector of float with height, width and channels, an MLImage, or the path of a picture file. Sentence: vectors of keys, one or
/// more. Output: a vector of keys with the sentence's values. Needs training; the sentences are not needed afterwards.
/// </remarks>
public sealed class ImageCaptionEstimator : NetworkEstimator<ImageCaptionOptions, ImageCaptionTransformer>
{
    private readonly string _output;
    private readonly string _input;
    private readonly string _sentence;

    internal ImageCaptionEstimator(
        IHostEnvironment environment, string outputColumnName, string? inputColumnName, string sentenceColumnName,
        ImageCaptionOptions options)
        : base(environment, "ImageCaption", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(sentenceColumnName);
        (_output, _input, _sentence) = (outputColumnName, inputColumnName ?? outputColumnName, sentenceColumnName);
    }

    private protected override IReadOnlyList<InputColumn> Needed => [Input, Sentence];

    private ImageColumn Input => new(_input, "input", Options.Format);

    private SequenceColumn Sentence => new(_sentence, "target", mayBeNumbers: false, maximumLength: Options.MaximumLength);

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input) =>
        [KeySequences.Shape(_output, input.Last(column => column.Name == _sentence))];

    private protected override ImageCaptionTransformer Train(FitSession fit, FitRequest<ImageCaptionTransformer> request)
    {
        var (input, validation, previous) = request;
        using var source = TransferSource.Open(Options.Transfer, previous);
        var pictures = Input.SizedBy(input);
        var encoder = EncoderFor(pictures.Format, previous);
        var sentence = Sentence.SizedBy(input);
        CheckSentences(input, sentence);
        if (validation is not null)
        {
            SchemaFaults.Check(validation.Schema, [pictures, sentence]);
            CheckSentences(validation, sentence);
        }
        var rows = fit.Read(input, [pictures, sentence], validation);
        var architecture = new SequenceToSequenceArchitecture(
            encoder, sentence.Shape.KeyCount, Options.EmbeddingSize, Options.Encoder.Decoder);
        var placed = fit.Place(SequenceToSequenceNetwork.Of(architecture), previous);
        if (source is not null)
            placed = CaptionTransfer.Into(fit, source, placed, Options.Transfer!);
        using var step = new SequenceToSequenceStep(placed.Network, placed.Update(), Options.TeacherForcing);
        var history = fit.Train(step, rows);
        var description = new ImageCaptionDescription(
            _output, _input, pictures.Format, architecture, sentence.Shape.MaximumLength, Options.BeamWidth,
            KeyValues.Of(input.Schema[_sentence]), history);
        return new ImageCaptionTransformer(Host, description, placed.Network, fit.Device);
    }

    // A model that goes on keeps its layers, and what its pictures are freed of, which came from a network that is not given again.
    private SequenceEncoderArchitecture EncoderFor(ImageFormat format, ImageCaptionTransformer? previous)
    {
        var front = Options is { Layers: null, Transfer: null } && previous?.Front is { Pictures: var pictures } kept
            && (pictures.Channels, pictures.Height, pictures.Width) == (format.Channels, format.Height, format.Width)
            ? Options.WithChannels(kept) : Options.FrontFor(format);
        SequenceFaults.Length(Options.Encoder, front.Places, _input);
        return new SequenceEncoderArchitecture(
            0, format.Count, Options.EmbeddingSize, new RecurrentStackArchitecture(Options.Encoder, front.StepSize, Options.ReadsBackwards),
            0, Front: front);
    }

    private void CheckSentences(IDataView data, SequenceInput sentence)
    {
        var (shape, keys) = (sentence.Shape, sentence.Shape.KeyCount);
        if (Options.BeamWidth > keys + 1)
            throw new ArgumentException(
                $"BeamWidth is {Options.BeamWidth}; it must be at most {keys + 1}, the keys of column '{_sentence}' and the end.");
        SequenceFaults.Length(Options.Encoder.Decoder, shape.MaximumLength + 1, _sentence); // and the end
        SequencePairs.CheckKeys(data, sentence, mayBeEmpty: false);
    }
}
