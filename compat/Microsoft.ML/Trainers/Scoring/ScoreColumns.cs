using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// Names, kinds and annotations of the columns that trainers require and predictors add.
internal static class ScoreColumns
{
    public const string Score = "Score";
    public const string PredictedLabel = "PredictedLabel";
    public const string Probability = "Probability";

    public const string BinaryClassification = "BinaryClassification";
    public const string MulticlassClassification = "MulticlassClassification";
    public const string Regression = "Regression";
    public const string Clustering = "Clustering";

    public static SchemaShape.Column Features(string name) => new(name, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false);

    public static SchemaShape.Column KeyLabel(string name) => new(name, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true);

    public static SchemaShape.Column BooleanLabel(string name) => Scalar(name, BooleanDataViewType.Instance);

    public static SchemaShape.Column SingleLabel(string name) => Scalar(name, NumberDataViewType.Single);

    /// No name, no weights.
    public static SchemaShape.Column Weight(string name) => name is null ? default : Scalar(name, NumberDataViewType.Single);

    public static SchemaShape.Column[] BinaryShape() =>
        [Scalar(Score, NumberDataViewType.Single, Common), Scalar(PredictedLabel, BooleanDataViewType.Instance, Common)];

    public static SchemaShape.Column[] CalibratedShape() =>
        [.. BinaryShape(), Scalar(Probability, NumberDataViewType.Single, [SchemaShapeExtensions.IsNormalizedAnnotation, .. Common])];

    public static SchemaShape.Column[] RegressionShape() => [Scalar(Score, NumberDataViewType.Single, Common)];

    public static SchemaShape.Column[] ClusteringShape() =>
    [
        new(Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape(Common)),
        new(PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, new SchemaShape(Common)),
    ];

    /// Score gets the label's values as names and as training values, PredictedLabel gets them as key values.
    public static SchemaShape.Column[] MulticlassShape(SchemaShape.Column label)
    {
        List<SchemaShape.Column> score = [], predicted = [];
        if (label.Annotations.TryFindColumn(AnnotationKinds.KeyValues, out var values) && values.Kind == SchemaShape.Column.VectorKind.Vector)
        {
            if (values.ItemType is TextDataViewType)
                score.Add(SchemaShapeExtensions.SlotNamesAnnotation);
            score.Add(SchemaShapeExtensions.Annotation(AnnotationKinds.TrainingLabelValues, values.ItemType, SchemaShape.Column.VectorKind.Vector));
            predicted.Add(values);
        }
        return
        [
            new(Score, SchemaShape.Column.VectorKind.Vector, NumberDataViewType.Single, false, new SchemaShape([.. score, .. Common])),
            new(PredictedLabel, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true, new SchemaShape([.. predicted, .. Common])),
        ];
    }

    private static SchemaShape.Column[] Common =>
    [
        SchemaShapeExtensions.Annotation(AnnotationKinds.ScoreColumnSetId, NumberDataViewType.UInt32, isKey: true),
        SchemaShapeExtensions.Annotation(AnnotationKinds.ScoreColumnKind, TextDataViewType.Instance),
        SchemaShapeExtensions.Annotation(AnnotationKinds.ScoreValueKind, TextDataViewType.Instance),
    ];

    private static SchemaShape.Column Scalar(string name, DataViewType type, params SchemaShape.Column[] annotations) =>
        new(name, SchemaShape.Column.VectorKind.Scalar, type, false, new SchemaShape(annotations));
}
