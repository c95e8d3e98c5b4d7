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

/// <summary>Trains a network that tells the class of every pixel.</summary>
/// <remarks>
/// Input: an <see cref="MLImage"/> of one size, or a vector of float with height, width and channels, one plane after the other. Mask: a
/// vector of keys or of whole numbers from 0, one for each pixel, or an image whose grey levels are the numbers. Output: a vector of keys,
/// or a coloured picture. The history has mean IoU and pixel accuracy of held-out rows, and those of the most frequent class and of Otsu's
/// threshold in <see cref="TrainingHistory.Baseline"/> and <see cref="TrainingHistory.Comparisons"/>.
/// </remarks>
public sealed class SegmentImageEstimator : NetworkEstimator<SegmentImageOptions, SegmentImageTransformer>
{
    private readonly string _output;
    private readonly string _input;
    private readonly string _mask;

    internal SegmentImageEstimator(
        IHostEnvironment environment, string output, string? input, string mask, SegmentImageOptions options)
        : base(environment, "SegmentImage", options)
    {
        ArgumentException.ThrowIfNullOrEmpty(output);
        ArgumentException.ThrowIfNullOrEmpty(mask);
        (_output, _input, _mask) = (output, input ?? output, mask);
    }

    private protected override IReadOnlyList<InputColumn> Needed =>
        [new ImageColumn(_input, "input", Options.Format), new ClassMaskColumn(_mask, Options.Height, Options.Width)];

    private protected override IEnumerable<SchemaShape.Column> Added(SchemaShape input)
    {
        if (Options.Answer == SegmentationAnswer.Classes)
            return [SchemaShapes.Column(_output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.UInt32, isKey: true)];
        if (input.Last(column => column.Name == _input).ItemType is not ImageDataViewType image)
            return [SchemaShapes.Column(_output, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, isKey: false)];
        var (height, width) = (Math.Max(Options.Height, image.Height), Math.Max(Options.Width, image.Width));
        return [SchemaShapes.Column(_output, height > 0 && width > 0 ? new ImageDataViewType(height, width) : new ImageDataViewType())];
    }

    private protected override SegmentImageTransformer Train(FitSession fit, FitRequest<SegmentImageTransformer> request)
    {
        var input = new ImageColumn(_input, "input", Options.Format).SizedBy(request.Input);
        var mask = new ClassMaskInput(_mask, input.Format.Height, input.Format.Width);
        var rows = fit.Read(request.Input, [input, mask], request.Validation);
        var architecture = new TranslationArchitecture(
            new SegmentationTask(ClassesOf(rows, mask)), Options.Generator, input.Format.Channels, 0, 0);
        ImageTranslationColumns.CheckDepth(architecture, input.Format, _input);
        ImageTranslationColumns.CheckSize(architecture, input.Format, Options.UnfitSizes, _input);
        var placed = fit.Place(new TranslationNetwork(architecture), request.Previous);
        using var step = new SegmentationStep(placed.Network, placed.Update(), new SegmentationObjective(architecture.OutputChannels)
        {
            DiceWeight = Options.DiceWeight,
            ClassWeights = Options.ClassWeights is null ? null : [.. Options.ClassWeights],
            IgnoredClass = Options.IgnoredClass,
            CropSize = Options.CropSize,
        });
        var history = Compared(fit.Train(step, rows), step, placed.Network, rows);
        var makesImages = request.Input.Schema[_input].Type is ImageDataViewType;
        var columns = new ImageTranslationColumns(
            _output, _input, _mask, null, input.Format, makesImages, Options.TileSize, Options.UnfitSizes);
        return new SegmentImageTransformer(
            Host, new SegmentationDescription(columns, Options.Answer, Options.IgnoredClass, architecture, history), placed.Network,
            fit.Device);
    }

    // What the options say, or the keys, or the largest number; masks that hold others are refused.
    private int ClassesOf(FitRows rows, ClassMaskInput mask)
    {
        var largest = rows.Training.Range(BatchMember.Targets).Maximum;
        if (rows.Validation is { } heldOut)
            largest = Math.Max(largest, heldOut.Range(BatchMember.Targets).Maximum);
        var keys = ClassMaskInput.ClassesOf(rows.Data[0].Schema[_mask].Type);
        var classes = Options.Classes > 0 ? Options.Classes : keys > 0 ? keys : (int)Math.Min(largest, int.MaxValue - 1.0) + 1;
        foreach (var data in rows.Data)
            if (ValueFaults.First(data, mask, value => value < -1 || value >= classes || value != MathF.Floor(value)) is { } fault)
                throw new ArgumentException(
                    $"Mask column '{_mask}' holds {fault}; classes are whole numbers in [0, {classes - 1}] (-1 where none is known). Set "
                    + "Classes to their number.");
        // The bytes of a picture of black and white, which nobody means by 256 classes.
        if (Options.Classes == 0 && keys == 0 && classes == byte.MaxValue + 1
            && rows.Data.All(data => ValueFaults.First(data, mask, value => value is not (-1 or 0 or byte.MaxValue)) is null))
            throw new ArgumentException(
                $"Mask column '{_mask}' holds 0 and 255 only, the bytes of a mask in black and white: divide by 255 for the "
                    + "classes 0 and 1, "
                + "or set Classes to 256.");
        if (classes == 1 && Options.Classes == 0)
            throw new ArgumentException(
                $"Mask column '{_mask}' holds the class 0 only (and -1 where none is known): there is nothing to tell apart. Give pictures "
                + "with pixels of a second class, or set Classes to the number that there are.");
        var faults = new OptionFaults();
        faults.InRange(classes, 2, 65_536, nameof(Options.Classes));
        if (Options.ClassWeights is { } weights && weights.Count != classes)
            faults.Add(nameof(Options.ClassWeights), $"a list of {weights.Count}", $"a list of {classes}, one for each class");
        if (Options.IgnoredClass >= classes)
            faults.Add(nameof(Options.IgnoredClass), Options.IgnoredClass, $"below the number of classes, {classes}");
        faults.ThrowIfAny("options");
        return classes;
    }

    private TrainingHistory Compared(TrainingHistory history, SegmentationStep step, TranslationNetwork network, FitRows rows)
    {
        var scores = SegmentationMeasure.Run(step, network, rows.Training, rows.Measured, Options.IgnoredClass);
        var (own, best) = (scores[0], scores.Skip(1).MaxBy(score => score.Overlap.Average())!);
        return history with
        {
            Baseline = new Baseline(best.Name, "1 - mean IoU", 1 - best.Overlap.Average(), 1 - own.Overlap.Average()),
            Comparisons = rows.Validation is null ? [] : [.. scores.Skip(1).SelectMany(score => new[]
            {
                PairedScores.Means(score.Name, "mean IoU", own.Overlap, score.Overlap),
                PairedScores.Means(score.Name, "pixel accuracy", own.Accuracy, score.Accuracy),
            })],
            Advice = rows.Validation is null
                ? "No rows were held out, so the baseline was measured on training rows: set Training.ValidationFraction."
                : null,
        };
    }
}
