using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>Watches series value by value: each is judged by the forecast from those before it, then taken in.</summary>
/// <param name="detector">The detector; its memory is not changed.</param>
internal sealed class ForecastWatch(ForecastDetectorTransformer detector)
{
    private readonly Dictionary<string, Watched> _watched = [];
    private readonly ForecastState _remembered = detector.Remembered;

    /// <summary>Judges a value and takes it in, or the forecast in its place.</summary>
    /// <exception cref="InvalidOperationException">
    /// The series was not there in training, the value is not later than the one before, or missing for too long.
    /// </exception>
    public ForecastVerdict Observe(in SeriesObservation observation)
    {
        var description = detector.Forecaster;
        var columns = description.Columns.Series;
        if (!_watched.TryGetValue(observation.Series, out var watched))
            _watched.Add(observation.Series, watched = new Watched(Start(observation, columns)));
        var history = watched.History;
        SeriesSet.CheckOrder(history, observation, columns.Time ?? "");
        description.Windowing.Steps?.AddAbsent(
            history, observation, description.Gaps, columns, () => description.Gaps.FillLast(history, columns.Value));
        var verdict = ForecastVerdict.None;
        var taken = observation;
        if (!float.IsNaN(observation.Value) && history.Count >= description.Windowing.RequiredHistory)
        {
            (verdict, taken) = Judge(watched, observation);
            history = watched.History; // of another course, or the same
        }
        if (history.Count > 0 || !float.IsNaN(taken.Value))
        {
            watched.Remember(observation.Value, taken.Value);
            history.Add(taken);
            description.Gaps.FillLast(history, columns.Value);
        }
        if (history.Count > 2 * description.Kept) // cut now and then: a cut copies
            watched.Cut(description.Kept);
        return verdict;
    }

    private (ForecastVerdict Verdict, SeriesObservation Taken) Judge(Watched watched, in SeriesObservation observation)
    {
        var columns = detector.Columns;
        var (forecast, lower, upper) = detector.Forecast(watched.History, observation);
        var value = observation.Value;
        if (float.IsNaN(forecast))
            return (ForecastVerdict.None, observation);
        var isOutside = value < lower || value > upper;
        watched.Run = isOutside ? watched.Run + 1 : 0;
        var deviation = (upper - lower) / (2 * detector.HalfWidth);
        var score = deviation > 0 ? (value - forecast) / deviation
            : value == forecast ? 0 : double.CopySign(double.PositiveInfinity, value - forecast);
        var verdict = new ForecastVerdict(
            isOutside && watched.Run >= columns.MinimumRun, (float)score, (float)NormalTail.TwoSided(score), forecast);
        var replaces = isOutside && columns.ReplaceFlagged
            && (columns.MovesLevel ? watched.Doubts(columns.MaximumReplaced) : watched.Run <= columns.MaximumReplaced);
        if (!isOutside)
            watched.Trust();
        watched.ForgetOldCourse(detector.Forecaster.Windowing.RequiredHistory);
        return (verdict, replaces ? observation with { Value = forecast } : observation);
    }

    private SeriesHistory Start(in SeriesObservation observation, SeriesColumns columns)
    {
        var remembered = _remembered.Find(observation.Series, columns.Series);
        var isThePast = observation.Ticks is { } ticks && remembered.Ticks.Count > 0 && ticks <= remembered.Ticks[^1];
        return isThePast ? new SeriesHistory(observation.Series) : remembered.Slice(0, remembered.Count);
    }

    private sealed class Watched(SeriesHistory history)
    {
        private readonly List<(long Place, float Value)> _replaced = []; // since values were last where they were expected
        private int _outside; // less those inside
        private int _believed; // outside, and taken as they are
        private long _cut;

        public SeriesHistory History { get; private set; } = history;

        public int Run { get; set; }

        /// <summary>
        /// Counts one more value outside of the bounds: those inside count against them, as the level may be another although now and
        /// then a value fits the old one.
        /// </summary>
        /// <returns>Whether the value is doubted, not yet the level before it.</returns>
        public bool Doubts(int most)
        {
            if (_outside < most)
            {
                _outside++;
                return true;
            }
            MoveToLevel();
            _believed++;
            return false;
        }

        /// <summary>
        /// Where forecasts fail on after the level was moved, values before it follow another course altogether, and are left.
        /// </summary>
        public void ForgetOldCourse(int required)
        {
            if (_believed < required)
                return;
            Cut(Math.Min(required, History.Count));
            _believed = 0;
        }

        /// <summary>A value is where it was expected; what was replaced stays so once these outweigh the others.</summary>
        public void Trust()
        {
            _outside = Math.Max(0, _outside - 1);
            if (_outside == 0)
            {
                _replaced.Clear();
                _believed = 0;
            }
        }

        /// <summary>Keeps what a value was that is about to be taken in as another.</summary>
        public void Remember(float value, float taken)
        {
            if (!float.IsNaN(value) && value != taken)
                _replaced.Add((_cut + History.Count, value));
        }

        /// <summary>Leaves the last rows.</summary>
        public void Cut(int kept)
        {
            _cut += History.Count - kept;
            History = History.Last(kept);
        }

        /// <summary>
        /// The level has changed for good: what was taken for odd was the new level already, and the values before are moved to it,
        /// as the intervention of a level shift does (Chen &amp; Liu, JASA 1993), so that forecasts start from it at once.
        /// </summary>
        private void MoveToLevel()
        {
            var values = History.Values;
            var kept = _replaced.Where(replaced => replaced.Place >= _cut)
                .Select(replaced => (Place: (int)(replaced.Place - _cut), replaced.Value)).ToArray();
            if (kept.Length > 0)
            {
                var expected = kept.Average(replaced => (double)values[replaced.Place]);
                var actual = kept.Average(replaced => (double)replaced.Value);
                var isRatio = MustStayPositive(values, expected, actual);
                for (var i = 0; i < values.Count; i++)
                    values[i] = (float)(isRatio ? values[i] * (actual / expected) : values[i] + (actual - expected));
                foreach (var (place, value) in kept)
                    values[place] = value;
            }
            _replaced.Clear();
        }

        // A series of positive values may be forecast by its logarithms.
        private static bool MustStayPositive(List<float> values, double expected, double actual)
        {
            var least = values.Where(float.IsFinite).DefaultIfEmpty().Min();
            return least > 0 && actual > 0 && least + (actual - expected) <= 0;
        }
    }
}
