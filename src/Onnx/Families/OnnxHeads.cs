using DeepML.Data;
using DeepML.Transforms;

namespace DeepML.Onnx;

/// <summary>Writes the columns of classifiers and regressors.</summary>
internal static class OnnxHeads
{
    /// <summary>Writes them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="rows">The rule of rows without an answer.</param>
    /// <param name="head">What the network's answers mean.</param>
    /// <param name="answer">(batch, answers).</param>
    /// <param name="prefix">What stands in front of the columns' names.</param>
    /// <exception cref="NotSupportedException">The head is not known.</exception>
    public static void Write(OnnxGraph graph, OnnxRows rows, PredictionHead head, string answer, string prefix = "")
    {
        switch (head)
        {
            case MulticlassHead classes:
                rows.JudgeAnswer(answer);
                rows.Key(prefix + ColumnNames.PredictedLabel, graph.Node("ArgMax", [answer], ("axis", 1L), ("keepdims", 1L)));
                rows.Numbers(
                    prefix + ColumnNames.Score,
                    graph.Node("Max", [
                        graph.Node("Softmax", [Divided(graph, answer, classes)], ("axis", 1L)), graph.Number(ProbabilityRange.Least)]),
                    classes.ClassCount);
                break;
            case YesNoHead yesNo:
                rows.YesNo(prefix + ColumnNames.PredictedLabel, graph.Node("Sub", [answer, graph.Number(yesNo.Threshold)]));
                rows.Numbers(prefix + ColumnNames.Score, answer, 1);
                if (yesNo is BinaryHead)
                    rows.Numbers(
                        prefix + ColumnNames.Probability,
                        graph.Node("Clip", [
                            graph.Node("Sigmoid", [Divided(graph, answer, yesNo)]), graph.Number(ProbabilityRange.Least),
                            graph.Number(ProbabilityRange.Most)]),
                        1);
                break;
            case MultilabelHead labels:
                var probabilities = graph.Node("Sigmoid", [answer]);
                rows.YesNo(
                    prefix + ColumnNames.PredictedLabel,
                    graph.Node("Sub", [probabilities, graph.Floats(labels.Borders, labels.AnswerSize)]), width: labels.AnswerSize);
                rows.Numbers(
                    prefix + ColumnNames.Score,
                    graph.Node("Clip", [
                        probabilities, graph.Number(ProbabilityRange.Least), graph.Number(ProbabilityRange.Most)]),
                    labels.AnswerSize);
                break;
            case RegressionHead numbers:
                var unit = graph.Node("Mul", [Function(graph, numbers.Function, answer), graph.Number((float)numbers.Spread)]);
                rows.Numbers(prefix + ColumnNames.Score, graph.Node("Add", [unit, graph.Number((float)numbers.Centre)]), 1);
                break;
            case VectorRegressionHead vector:
                rows.Numbers(prefix + ColumnNames.Score, InUnits(graph, vector, answer), vector.AnswerSize);
                break;
            default:
                throw new NotSupportedException($"the columns of a {head.Name} head have no form in the format");
        }
    }

    /// <summary>Several numbers in the units of their labels.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="numbers">What the answers mean.</param>
    /// <param name="answer">(…, numbers).</param>
    public static string InUnits(OnnxGraph graph, VectorRegressionHead numbers, string answer)
    {
        var units = graph.Node(
            "Mul", [Function(graph, numbers.Function, answer), graph.Floats(numbers.Spreads, numbers.Spreads.Length)]);
        return graph.Node("Add", [units, graph.Floats(numbers.Centres, numbers.Centres.Length)]);
    }

    private static string Divided(OnnxGraph graph, string answer, PredictionHead head) => head.Temperature is null or 1
        ? answer
        : graph.Node("Mul", [answer, graph.Number((float)(1 / head.Temperature.Value))]);

    private static string Function(OnnxGraph graph, NumberFunction function, string answer) => function switch
    {
        NumberFunction.Identity => answer,
        NumberFunction.Exponential => graph.Node("Exp", [answer]),
        _ => graph.Node($"{function}", [answer]), // Sigmoid and Tanh are called so there too
    };
}
