namespace DeepML.Estimators;

/// <summary>What a classifier says of a row whose class is known to be among the seen, or among the unseen ones.</summary>
/// <param name="Margin">The highest logit of a seen class less that of an unseen one.</param>
/// <param name="IsRight">Whether the best class of its kind is the row's.</param>
internal readonly record struct StackedRow(double Margin, bool IsRight);
