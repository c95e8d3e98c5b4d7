using DeepML.Data;
using DeepML.Networks;
using DeepML.Trainers;
using DeepML.Transforms;
using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>One of several classes: the label is a key, or a text or boolean that is mapped to one inside.</summary>
internal sealed class MulticlassTask : PredictionTask
{
    /// <inheritdoc/>
    public override InputColumn Label(string name) => new ClassColumn(name, "label");

    /// <inheritdoc/>
    public override SizedColumn LabelIn(IDataView data, string name, bool keepMissing, PredictionHead? previous) =>
        ClassColumn.IsValue(data.Schema[name].Type)
            ? ClassValues.Of(data, name, "label", (previous as MulticlassHead)?.KeyValues?.Texts, keepMissing)
            : ScalarInput.Class(name, "label", keepMissing);

    /// <inheritdoc/>
    public override void Validate(TrainingOptions options, OptionFaults faults) => MulticlassLoss.Validate(options, faults);

    /// <inheritdoc/>
    public override IReadOnlyList<SchemaShape.Column> Promised(SchemaShape.Column label) => MulticlassHead.Promised(label);

    /// <inheritdoc/>
    public override PredictionTarget TargetOf(DataViewSchema.Column label, SizedColumn read)
    {
        if (read is ClassValues values)
            return new Target(new MulticlassHead(values.Values.Length, new KeyValues(values.ItemType.ToString()!, values.Values)));
        var classes = ((KeyDataViewType)label.Type).Count;
        return classes <= int.MaxValue
            ? new Target(new MulticlassHead((int)classes, KeyValues.Of(label)))
            : throw new InvalidOperationException(
                $"Label column '{label.Name}' has keys up to {classes}; there can be {int.MaxValue} classes at most. Map its values to "
                    + "keys of their own (MapValueToKey).");
    }

    private sealed class Target(MulticlassHead head) : PredictionTarget
    {
        public override PredictionHead Head => head;

        public override LabelKind Kind => LabelKind.Class;

        public override double[] Read(Tensor answer) => answer.argmax(1).to(ScalarType.Float64).ReadAll<double>();

        public override HeadLoss Loss(TrainingOptions options, Device device) => new MulticlassLoss(options, head.ClassCount, device);

        public override Baseline Baseline(TrainingStep step, FitRows rows) => LabelBaseline.MostFrequentClass(step, rows);

        public override void CheckTraining(IBatchSource labelled, string everyRow) => CheckClasses(labelled, everyRow);

        public override void CheckValidation(IBatchSource validation, string label)
        {
            var largest = validation.Range(BatchMember.Targets).Maximum;
            if (largest >= head.ClassCount)
                throw new InvalidOperationException(
                    $"Label column '{label}' of the validation rows has key {largest + 1}; the training rows know {head.ClassCount} keys. "
                    + "Map both with the same fitted MapValueToKey.");
        }
    }
}
