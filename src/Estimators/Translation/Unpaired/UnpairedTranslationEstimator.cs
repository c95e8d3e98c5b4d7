using DeepML.Data;
using DeepML.Estimators;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Image;

namespace DeepML;

/// <summary>Trains two networks that make pictures of one kind into pictures of another, and back, from examples of each kind.</summary>
/// <remarks>
/// Input: an <see cref="MLImage"/> of one size, or a vector of float in [0, 1] with height, width and channels, one plane after the other,
/// of the same name in both views. Output: the same kind of column. The loss is what held-out pictures differ by after there and back;
/// <see cref="TrainingHistory.Baseline"/> tells how near made pictures lie to those of the second kind, and how near the pictures as they
/// are, or with the others' levels. What a picture should become is nowhere known, so that its contents may be lost: look at
/// <see cref="UnpairedTranslationTransformer.Preview"/>.
/// </remarks>
public sealed class UnpairedTranslationEstimator : NetworkEstimator<TranslateImageUnpairedOptions, UnpairedTranslationTransformer>
{
    private readonly string _output;
    private readonly string _input;
    private readonly IDataView? _target;
    private readonly int _splitSeed;

    /// <param name="environment">Where the estimator registers.</param>
    /// <param name="output">The pictures that are made.</param>
    /// <param name="input">The pictures that are given; null for the name of the output.</param>
    /// <param name="target">Rows with pictures of the second kind; null if each fit gives them.</param>
    /// <param name="options">What the user sets.</param>
    internal UnpairedTranslationEstimator(
        IHostEnvironment environment, string output, string? input, IDataView? target, TranslateImageUnpairedOptions options)
        : base(environment, "UnpairedTranslation", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        (_output, _input, _target) = (output, input ?? output, target);
        _splitSeed = Host.Rand.Next();
    }

    private protected override IReadOnlyList<InputColumn> Needed => [new ImageColumn(_input, "input", Options.Format)];

    /// <summary>Trains from examples of both kinds.</summary>
    /// <param name="source">Rows with pictures of the first kind in the input column.</param>
    /// <param name="target">
    /// Rows with pictures of the second kind in a column of the same name. There may be more or fewer: where one view ends, it begins anew.
    /// </param>
    /// <exception cref="ArgumentException">The pictures of both kinds have different sizes, or numbers outside [0, 1].</exception>
    /// <exception cref="InvalidOperationException">A view has no rows.</exception>
    /// <inheritdoc cref="NetworkEstimator{TOptions, TTransformer}.Fit(IDataView)" path="/exception"/>
    public new UnpairedTranslationTransformer Fit(IDataView source, IDataView target) => Fit(source, target, null);

    /// <summary>Trains from examples of both kinds, and a fitted model.</summary>
    /// <param name="source">Rows with pictures of the first kind.</param>
    /// <param name="target">Rows with pictures of the second kind.</param>
    /// <param name="previous">The model whose weights are the first; null for fresh weights.</param>
    /// <inheritdoc cref="Fit(IDataView, IDataView)" path="/exception"/>
    public new UnpairedTranslationTransformer Fit(IDataView source, IDataView target, UnpairedTranslationTransformer? previous)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Fit(source, null, previous, (fit, request) => Train(fit, request, target));
    }

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input)
    {
        if (input.Last(column => column.Name == _input).ItemType is not ImageDataViewType image)
            return [SchemaShapes.Column(_output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false)];
        var (height, width) = (Math.Max(Options.Height, image.Height), Math.Max(Options.Width, image.Width));
        return [SchemaShapes.Column(_output, height > 0 && width > 0 ? new ImageDataViewType(height, width) : new ImageDataViewType())];
    }

    private protected override UnpairedTranslationTransformer Train(
        FitSession fit, FitRequest<UnpairedTranslationTransformer> request) => Train(
            fit, request, _target ?? throw new ArgumentException(
                "Unpaired translation learns from two views: call Fit(source, target), or give the rows of the second kind to "
                    + "TranslateImageUnpaired, to fit it in a chain."));

    private UnpairedTranslationTransformer Train(
        FitSession fit, FitRequest<UnpairedTranslationTransformer> request, IDataView target)
    {
        if (request.Validation is not null)
            throw new ArgumentException(
                "Unpaired translation holds rows of both views out by itself: set Training.ValidationFraction in place of rows to measure "
                    + "on.");
        var first = new ImageColumn(_input, "input", Options.Format).SizedBy(request.Input);
        var second = new ImageColumn(_input, "target", Options.TargetFormat).SizedBy(target);
        if ((first.Format.Height, first.Format.Width) != (second.Format.Height, second.Format.Width))
            throw new ArgumentException(
                $"Column '{_input}' of the second view holds {second.Format}, that of the first {first.Format}; they must "
                    + "have as many rows "
                    + "and columns of pixels (ResizeImages).");
        var makesImages = request.Input.Schema[_input].Type is ImageDataViewType && second.Format.Channels is 1 or 3;
        var columns = new ImageTranslationColumns(
            _output, _input, null, null, first.Format, makesImages, Options.TileSize, Options.UnfitSizes);
        var rows = Read(fit, request.Input, target, first, second.Format);
        ImageChecks.UnitInterval(rows, columns with { Target = UnpairedPicturesView.TargetName(_input) }, second.Format);
        using var channel = Host.Start("UnpairedTranslation");
        var (network, history) = new UnpairedTranslationFit(Options, columns, channel).Run(
            fit, rows, second.Format.Channels, request.Previous);
        return new UnpairedTranslationTransformer(
            Host, new UnpairedTranslationDescription(columns, network.Architecture, history), network, fit.Device);
    }

    // Rows are held out of each view by itself: a view that begins anew would else have them on both sides.
    private FitRows Read(FitSession fit, IDataView source, IDataView target, ImageInput first, ImageFormat second)
    {
        IReadOnlyList<SizedColumn> read = [first, new ImageInput(UnpairedPicturesView.TargetName(_input), "target", second)];
        var shares = new[] { source, target }.Select(view => Options.Training.ValidationFraction
            ?? (Options.Training.Epochs is null ? TrainingBudget.HeldOutShare(view.GetRowCount()) : 0)).ToArray();
        if (shares.Any(share => share == 0))
            return fit.Read(new UnpairedPicturesView(source, target, _input), read);
        var ml = new MLContext(_splitSeed);
        var (a, b) = (
            ml.Data.TrainTestSplit(source, shares[0], seed: _splitSeed), ml.Data.TrainTestSplit(target, shares[1], seed: _splitSeed));
        return fit.Read(
            new UnpairedPicturesView(a.TrainSet, b.TrainSet, _input), read, new UnpairedPicturesView(a.TestSet, b.TestSet, _input));
    }
}
