using DeepML.Data;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;

namespace DeepML.Onnx;

/// <summary>Writes fitted networks of every family.</summary>
internal static class OnnxFamilies
{
    /// <summary>Writes a fitted network with all its outputs.</summary>
    /// <param name="transformer">The network.</param>
    /// <param name="withLengths">Whether lengths of sequences are inputs.</param>
    /// <param name="data">The schema of the data that it reads, which says how large pictures are; null for any.</param>
    /// <exception cref="NotSupportedException">A part of it cannot be written.</exception>
    public static OnnxGraph Write(NetworkTransformer transformer, bool withLengths, DataViewSchema? data)
    {
        var graph = new OnnxGraph(transformer.GetType().Name);
        var rows = new OnnxRows(graph);
        switch (transformer)
        {
            case SettlingNetworkTransformer or HopfieldMemoryTransformer or HammingNetworkTransformer:
                throw new NotSupportedException(
                    "it is left to itself for as many steps as the row takes, which the format has no form for");
            case PredictionTransformer prediction:
                OnnxHeads.Write(graph, rows, prediction.Head, Answer(graph, rows, prediction, withLengths));
                break;
            case AutoencoderTransformer autoencoder:
                OnnxAutoencoder.Write(graph, rows, autoencoder.Module, ((AutoencoderDescription)autoencoder.Description).Columns);
                break;
            case AutoencoderAnomalyTransformer anomaly:
                OnnxAutoencoder.WriteAnomaly(
                    graph, rows, (AutoencoderNetwork)anomaly.Network, ((AutoencoderAnomalyDescription)anomaly.Description).Columns,
                    anomaly.Threshold);
                break;
            case RbmTransformer machine:
                OnnxBoltzmann.Write(graph, rows, machine.Machine, machine.Columns);
                break;
            case DeepBeliefTransformer stack:
                OnnxBoltzmann.Write(
                    graph, rows, (DeepBeliefNetwork)stack.Network, ((DeepBeliefDescription)stack.Description).Columns);
                break;
            case ConditionalRbmTransformer { Description: ConditionalRbmDescription conditional }:
                OnnxConditional.Write(graph, rows, (ConditionalRbmNetwork)transformer.Network, conditional);
                break;
            case NetworkFeaturesTransformer layer:
                OnnxFeatures.Write(graph, rows, layer, withLengths);
                break;
            case RatingsRbmTransformer ratings:
                OnnxRatings.Write(
                    graph, (RatingsRbmNetwork)ratings.Network, ratings.UserColumnName, ratings.ItemColumnName, ratings.Range.Lowest,
                    ratings.Range.Step);
                break;
            case ConvolutionalFeaturesTransformer features:
                Features(graph, rows, features);
                break;
            case ImageTranslationTransformer or UnpairedTranslationTransformer or SegmentImageTransformer:
                Pictures(graph, rows, transformer, data);
                break;
            case MetricEmbeddingTransformer { Description: MetricEmbeddingDescription metric }:
                rows.Numbers(
                    metric.OutputColumn,
                    OnnxEmbedding.Write(graph, rows, (EmbeddingNetwork)transformer.Network, metric.Input, withLengths),
                    metric.Architecture.EmbeddingSize);
                break;
            case SequenceTaggerTransformer tagger:
                new OnnxSequences(graph, withLengths).WriteTags(
                    rows, (RecurrentTaggingNetwork)tagger.Network, (SequenceInput)tagger.Inputs[0],
                    ((SequenceTaggerDescription)tagger.Description).OutputColumn);
                break;
            case StepRegressorTransformer steps:
                new OnnxSequences(graph, withLengths).WriteNumbers(
                    rows, (RecurrentTaggingNetwork)steps.Network, (SequenceInput)steps.Inputs[0], steps.Numbers,
                    ((StepRegressorDescription)steps.Description).OutputColumn);
                break;
            case SequenceLabellingTransformer { Description: SequenceLabellingDescription labelling } reader:
                new OnnxLabelling(graph, new OnnxSequences(graph, withLengths)).Write(
                    rows, (RecurrentTaggingNetwork)reader.Network, (SequenceInput)reader.Inputs[0], labelling);
                break;
            case SequenceToSequenceTransformer { Description: SequenceToSequenceDescription translation } translator:
                new OnnxTranslator(graph, new OnnxSequences(graph, withLengths)).Write(
                    rows, (SequenceToSequenceNetwork)translator.Network, (SequenceInput)translator.Inputs[0], translation);
                break;
            case ImageCaptionTransformer { Description: ImageCaptionDescription caption } writer:
                new OnnxTranslator(graph, new OnnxSequences(graph, withLengths: false)).Write(
                    rows, (SequenceToSequenceNetwork)writer.Network, (ImageInput)writer.Inputs[0], caption);
                break;
            case SequenceAutoencoderTransformer { Description: SequenceAutoencoderDescription codes } encoder:
                OnnxSequenceCodes.Write(
                    graph, rows, new OnnxSequences(graph, withLengths), (SequenceAutoencoderNetwork)encoder.Network,
                    (SequenceInput)encoder.Inputs[0], codes);
                break;
            case MaskedTokenModelTransformer { Description: MaskedTokenDescription masked } tokens:
                new OnnxSequences(graph, withLengths).WriteFeatures(
                    rows, (MaskedTokenNetwork)tokens.Network, (SequenceInput)tokens.Inputs[0], masked.Features, masked.OutputColumn);
                break;
            case CharacterLanguageModelTransformer { Description: CharacterLanguageDescription characters }:
                new OnnxLanguage(graph, new OnnxSequences(graph, withLengths)).Write(
                    (TokenLanguageNetwork)transformer.Network, characters);
                break;
            case SequenceLanguageModelTransformer { Description: SequenceLanguageDescription keys }:
                new OnnxLanguage(graph, new OnnxSequences(graph, withLengths)).Write((TokenLanguageNetwork)transformer.Network, keys);
                break;
            case RecurrentAutoencoderTransformer { Description: RecurrentAutoencoderDescription windows }:
                OnnxWindows.Write(graph, rows, (WindowAutoencoderNetwork)transformer.Network, windows);
                break;
            case MultitaskTransformer tasks:
                OnnxCombined.Write(graph, tasks, withLengths);
                break;
            case EnsembleAverageTransformer average:
                OnnxCombined.Write(graph, rows, average);
                break;
            case GanAugmenterTransformer augmenter:
                OnnxGenerators.Write(graph, augmenter.Network, (GanDescription)augmenter.Description);
                break;
            case TorchModuleTransformer module:
                rows.Numbers(
                    ((TorchModuleDescription)module.Description).OutputColumn,
                    OnnxLayers.Write(graph, module.Module, Numbers(graph, rows, module.Inputs[0])),
                    ((TorchModuleDescription)module.Description).OutputSize);
                break;
            case FilterImageTransformer filters:
                OnnxFilters.Write(graph, rows, filters);
                break;
            case SelectFeaturesTransformer { Description: SelectFeaturesDescription selection }:
                graph.Output(
                    selection.Output,
                    graph.Node(
                        "Gather",
                        [graph.Input(selection.Input, OnnxType.Single, OnnxSize.Batch, selection.Report.Features.Count),
                            graph.Wholes([.. selection.KeptSlots.Select(slot => (long)slot)])],
                        ("axis", 1L)),
                    OnnxType.Single, OnnxSize.Batch, selection.KeptSlots.Count);
                break;
            case ImageDescriptorsTransformer:
                throw new NotSupportedException(
                    "where shapes are even their moments are logarithms of rounding errors, which differ from one runtime to another");
            case RecurrentForecastTransformer when data is not null:
                throw new NotSupportedException(
                    "it answers from the values of the rows before, which no row of a chain holds; written by itself, with "
                    + "SaveAsOnnx, it reads them as one vector");
            case RecurrentForecastTransformer { Description: RecurrentForecastDescription forecaster }:
                OnnxForecast.Write(graph, rows, (RecurrentForecastNetwork)transformer.Network, forecaster);
                break;
            default:
                throw new NotSupportedException(WithoutForm(transformer));
        }
        if (transformer is IShowsAttention { Attention: { Name: var weights } })
            graph.Refuse(weights, "weights of attention are written for nobody but people who look at them, in .NET");
        return graph;
    }

    private static string WithoutForm(NetworkTransformer transformer) => transformer switch
    {
        AutoencoderAugmenterTransformer or RowAugmenterTransformer => "it changes rows in training only; in a chain it is passed over",
        DriftWatchTransformer => "it only looks at rows; in a chain it is passed over",
        SeriesTransformer or AlignSeriesTransformer or ForecastDetectorTransformer =>
            "it answers from the rows before, which no row of a chain holds",
        WordPieceTransformer => "it cuts text into pieces of words, for which the format has no form",
        NearestCasesTransformer => "it searches the rows that are stored in it, list by list",
        _ => "it is of a kind that has no form in the format",
    };

    private static string Answer(OnnxGraph graph, OnnxRows rows, PredictionTransformer prediction, bool withLengths)
    {
        var column = prediction.Inputs[0];
        return prediction.Network switch
        {
            MultilayerPerceptronNetwork network => OnnxPerceptron.Write(graph, rows, network, column),
            UnrolledDeepBeliefNetwork network => OnnxBoltzmann.Write(graph, rows, network, column),
            ConvolutionalNetwork network => OnnxPictures.Write(graph, rows, network, (ImageInput)column),
            RecurrentSequenceNetwork network => new OnnxSequences(graph, withLengths).Write(rows, network, (SequenceInput)column),
            PrototypeNetwork network => OnnxEmbedding.WritePrototypes(graph, rows, network, column, withLengths),
            var module when column is VectorInput => OnnxLayers.Write(graph, module, Numbers(graph, rows, column)),
            _ => throw new NotSupportedException("its network is of a kind that has no form in the format"),
        };
    }

    private static string Numbers(OnnxGraph graph, OnnxRows rows, SizedColumn column)
    {
        var input = graph.Input(column.Name, OnnxType.Single, OnnxSize.Batch, column.Width);
        rows.Judge(input, 2);
        return input;
    }

    private static void Pictures(OnnxGraph graph, OnnxRows rows, NetworkTransformer transformer, DataViewSchema? data)
    {
        switch (transformer.Network, transformer.Description)
        {
            case (TranslationNetwork network, ImageTranslationDescription { Columns: var columns }):
                OnnxTranslation.Write(graph, rows, network, columns, In(columns, network.Architecture.Task.TakesGrey));
                break;
            case (CycleNetwork network, UnpairedTranslationDescription { Columns: var columns }):
                OnnxTranslation.Write(graph, rows, network.There, columns, In(columns, takesGrey: false));
                break;
            case (TranslationNetwork network, SegmentationDescription classes):
                OnnxTranslation.WriteClasses(graph, rows, network, classes, In(classes.Columns, takesGrey: false));
                break;
        }

        ImageFormat? In(ImageTranslationColumns columns, bool takesGrey) => data is null ? null : columns.FormatIn(data, takesGrey);
    }

    private static void Features(OnnxGraph graph, OnnxRows rows, ConvolutionalFeaturesTransformer features)
    {
        var network = (ConvolutionalNetwork)features.Network;
        var answer = OnnxPictures.Write(
            graph, rows, network, (ImageInput)features.Inputs[0], network.Plan.IndexOf(features.LayerName));
        rows.Numbers(
            ((ConvolutionalFeaturesDescription)features.Description).OutputColumn,
            graph.Node("Flatten", [answer], ("axis", 1L)), features.FeatureCount);
    }
}
