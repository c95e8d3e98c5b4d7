using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace DeepML;

/// <summary>Trains a network that makes pictures of pictures.</summary>
/// <remarks>
/// Input: an <see cref="MLImage"/> of one size, or a vector of float in [0, 1] with height, width and channels, one plane after the other;
/// what else is read follows from the task. Output: the same kind of column. The history has PSNR, SSIM and L1 of held-out rows, and
/// those of simple methods in <see cref="TrainingHistory.Baseline"/> and <see cref="TrainingHistory.Comparisons"/>.
/// </remarks>
public sealed class ImageTranslationEstimator : NetworkEstimator<ImageTranslationOptions, ImageTranslationTransformer>
{
    private readonly string _output;
    private readonly string _input;
    private readonly string? _target;
    private readonly string? _mask;

    /// <param name="environment">Where the estimator registers.</param>
    /// <param name="output">The pictures that are made.</param>
    /// <param name="input">The pictures that are given; null for the name of the output.</param>
    /// <param name="options">What the user sets.</param>
    /// <param name="target">What they should become; null if pairs are made of them.</param>
    /// <param name="mask">What is missing of them; null for nothing.</param>
    internal ImageTranslationEstimator(
        IHostEnvironment environment, string output, string? input, ImageTranslationOptions options, string? target = null,
        string? mask = null)
        : base(environment, "ImageTranslation", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        (_output, _input, _target, _mask) = (output, input ?? output, target, mask);
    }

    private protected override IReadOnlyList<InputColumn> Needed => [.. Columns(Options.Format)];

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input)
    {
        if (input.Last(column => column.Name == _input).ItemType is not ImageDataViewType image)
            return [SchemaShapes.Column(_output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false)];
        var (height, width) = (Math.Max(Options.Height, image.Height), Math.Max(Options.Width, image.Width));
        return [SchemaShapes.Column(_output, height > 0 && width > 0
            ? new ImageDataViewType(height * Options.Scale, width * Options.Scale)
            : new ImageDataViewType())];
    }

    private protected override ImageTranslationTransformer Train(FitSession fit, FitRequest<ImageTranslationTransformer> request)
    {
        var input = new ImageColumn(_input, "input", Options.Format).SizedBy(request.Input);
        var target = _target is null ? null : TargetIn(request.Input, _target, input.Format);
        List<SizedColumn> read = [input];
        if (target is not null)
            read.Add(target);
        if (_mask is not null)
            read.Add(ImageTranslationColumns.MaskOf(_mask, input.Format));
        var rows = fit.Read(request.Input, read, request.Validation);
        var makesImages = request.Input.Schema[_input].Type is ImageDataViewType;
        var columns = new ImageTranslationColumns(
            _output, _input, _target, _mask, input.Format, makesImages, Options.TileSize, Options.UnfitSizes);
        using var channel = Host.Start("ImageTranslation");
        var (network, history) = new ImageTranslationFit(Options, columns, channel).Run(fit, rows, target?.Format, request.Previous);
        return new ImageTranslationTransformer(
            Host, new ImageTranslationDescription(columns, network.Architecture, history), network, fit.Device);
    }

    // Sizes that the type of the column says are its own, so that an error can name both; else they are the input's.
    private ImageInput TargetIn(IDataView data, string name, ImageFormat input)
    {
        var saysSize = data.Schema[name].Type is ImageDataViewType { Height: > 0 } or VectorDataViewType { Dimensions.Length: > 1 };
        return new ImageColumn(name, "target", Options.TargetFormat(saysSize ? Options.Format : input)).SizedBy(data);
    }

    private IEnumerable<InputColumn> Columns(ImageFormat format)
    {
        yield return new ImageColumn(_input, "input", format);
        if (_target is not null)
            yield return new ImageColumn(_target, "target", Options.TargetFormat(format));
        if (_mask is not null)
            yield return new ImageColumn(_mask, "mask", format with { Channels = 1 });
    }
}
