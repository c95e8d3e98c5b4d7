using System.Text;

namespace DeepML.Trainers;

/// <summary>Adds up what the processes have summed over the rows of their shares.</summary>
/// <param name="ranks">The processes.</param>
internal sealed class SharedSums(TrainingDistribution ranks)
{
    private string[] _metrics = []; // those that all processes know of

    /// <summary>Adds the sums of all processes.</summary>
    /// <param name="own">Sums over the share of this process.</param>
    /// <param name="all">Receives those over all rows.</param>
    /// <param name="asks">Whether this process asks for something.</param>
    /// <param name="meanwhile">What else is said to the other processes while the sums are under way; null for nothing.</param>
    /// <returns>Whether any process does.</returns>
    public bool Add(RowSums own, RowSums all, bool asks = false, Action? meanwhile = null)
    {
        while (true)
        {
            double[] numbers = [.. own.Numbers(_metrics), own.Metrics.Except(_metrics).Any() ? 1 : 0, asks ? 1 : 0];
            var end = ranks.BeginSum(numbers);
            meanwhile?.Invoke();
            meanwhile = null;
            end();
            if (numbers[^2] == 0)
            {
                all.Add(_metrics, numbers);
                return numbers[^1] > 0;
            }
            Learn(own); // once, as a rule: the first batch has them all
        }
    }

    private void Learn(RowSums own)
    {
        const char end = '\0';
        var named = ranks.Gather(Encoding.UTF8.GetBytes(string.Join(end, own.Metrics)));
        _metrics = [.. named.SelectMany(names => Encoding.UTF8.GetString(names).Split(end, StringSplitOptions.RemoveEmptyEntries))
            .Union(_metrics).Order(StringComparer.Ordinal)];
    }
}
